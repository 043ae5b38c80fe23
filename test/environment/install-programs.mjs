/** Installs the system programs that the tests need, where that is allowed, as Jest's globalSetup also does. */
import '../../infra/bootstrap/typescript-imports.mjs';

const { installMissingPrograms } = await import('./system-packages.ts');
await installMissingPrograms((line) => console.log(line));
