import { expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = fileURLToPath(new URL('../..', import.meta.url));
const run = promisify(execFile);

/** Prints the modules that Node loads for one. */
const printLoaded = (module: string) => `
  import { registerHooks } from 'node:module';
  const loaded = [];
  registerHooks({ load: (url, context, next) => (loaded.push(url), next(url, context)) });
  await import('${root}${module}');
  console.log(loaded.filter((url) => /^file:.*js$/.test(url)).join('\\n'));
  process.exit();`;

test('api and worker load nothing but their bundle', async () => {
  await run(process.execPath, ['infra/bootstrap/write-bundle.mjs'], { cwd: root });
  for (const module of ['apps/api/dist/run-api.js', 'apps/worker/dist/run-worker.js']) {
    const options = ['--import=./infra/bootstrap/bundle-imports.mjs', '--input-type=module', '-e'];
    const { stdout } = await run(process.execPath, [...options, printLoaded(module)], { cwd: root });
    const files = stdout.trim().split('\n');
    expect(files.length).toBeGreaterThan(5);
    expect(files.filter((file) => !file.includes('/node_modules/.cache/postern-bundle/'))).toEqual([]);
  }
}, 120_000);
