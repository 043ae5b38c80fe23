/**
 * The door of every npm script: `node infra/bootstrap.mjs <command> [arguments]`. It runs on any Node ≥ 20 with
 * Node's built-ins alone, brings the checkout up to date (dependencies, build) and continues on the Node that
 * package.json pins. Nothing of it stays behind when it ends or is told to end.
 */
import { installDependencies } from './bootstrap/install-dependencies.mjs';
import { pinnedNode, root, runChild } from './bootstrap/run-child.mjs';

const jest = [
  '--experimental-vm-modules',
  '--disable-warning=ExperimentalWarning',
  'node_modules/jest/bin/jest.js',
];
const cli = ['apps/cli/dist/main.js'];
/** Tools under test/ are TypeScript that Node runs as it is, see bootstrap/typescript-imports.mjs. */
const tool = (name) => ['--import=./infra/bootstrap/typescript-imports.mjs', `test/${name}/main.ts`];

/** What each command hands to Node once everything is installed and built; `null` if nothing is left to do. */
const commands = {
  start: [...cli, 'up'],
  postern: cli,
  build: null,
  test: jest,
  check: ['infra/check.mjs'],
  bench: tool('bench'),
  lab: tool('lab'),
  chaos: tool('chaos'),
  client: tool('client'),
  screenshots: ['--import=./infra/bootstrap/typescript-imports.mjs', 'test/console/screenshots.ts'],
};

async function main([command = '', ...rest]) {
  if (!Object.hasOwn(commands, command)) {
    console.error(`usage: npm run ${Object.keys(commands).join('|')} [-- arguments]`);
    return 2;
  }
  process.chdir(root);
  const installed = await installDependencies();
  if (installed !== 0) return installed;
  const built = await runChild(
    'node_modules/.bin/turbo',
    ['run', 'build', '--output-logs=errors-only', '--log-order=grouped'],
    {
      quiet: true,
      env: { TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1', TURBO_UI: 'false' },
    },
  );
  if (built !== 0 || commands[command] === null) return built;
  // Compiled code is kept between starts: a second start is ready in about two thirds of the time.
  const env =
    commands[command][0] === cli[0] ? { NODE_COMPILE_CACHE: `${root}node_modules/.cache/node-compile` } : {};
  return runChild(pinnedNode(), [...commands[command], ...rest], { env });
}

process.exitCode = await main(process.argv.slice(2)).catch((error) => {
  console.error(`postern: ${error.message}`);
  return 1;
});
