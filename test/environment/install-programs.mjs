/** Installs what the tests need from the system, where that is allowed: what Jest's globalSetup does, on its own. */
import '../../infra/bootstrap/typescript-imports.mjs';

const { installMissingPrograms } = await import('./system-packages.ts');
await installMissingPrograms((line) => console.log(line));
