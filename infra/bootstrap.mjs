/**
 * Runs an npm script: `node infra/bootstrap.mjs <command> [arguments]`. It runs on any Node ≥ 20 with Node's built-ins
 * alone, installs and builds what has changed, and runs the command on the Node that package.json pins. When it ends or
 * gets a signal, all processes that it started end too.
 */
import { installDependencies } from './bootstrap/install-dependencies.mjs';
import { pinnedNode, root, runChild } from './bootstrap/run-child.mjs';

const jest = [
  '--experimental-vm-modules',
  '--disable-warning=ExperimentalWarning',
  'node_modules/jest/bin/jest.js',
];
const cli = ['apps/cli/dist/main.js'];
/** TypeScript that Node runs without a build, see bootstrap/typescript-imports.mjs. */
const script = (file) => ['--import=./infra/bootstrap/typescript-imports.mjs', file];

/** The arguments of Node for each command, after installation and build; `null` if the build is all there is to do. */
const commands = {
  start: [...cli, 'up'],
  postern: cli,
  build: null,
  test: jest,
  check: ['infra/check.mjs'],
  bench: script('test/bench/main.ts'),
  lab: script('test/lab/main.ts'),
  chaos: script('test/chaos/main.ts'),
  changeset: ['node_modules/@changesets/cli/bin.js'],
  client: script('packages/client/scripts/write-client-types.ts'),
  screenshots: script('test/console/screenshots.ts'),
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
