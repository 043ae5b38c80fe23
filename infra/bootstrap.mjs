/**
 * Runs an npm script: `node infra/bootstrap.mjs <command> [arguments]`. This file runs on any Node ≥ 20 and uses
 * only Node's built-in modules. It installs and builds what has changed, and runs the command on the Node version
 * that package.json pins. When it ends or gets a signal, all processes that it started end too.
 */
import { build } from './bootstrap/build.mjs';
import { bundleBeside, bundleOption, isBundled } from './bootstrap/bundle.mjs';
import { installDependencies } from './bootstrap/install-dependencies.mjs';
import { pinnedNode, root, runChild } from './bootstrap/run-child.mjs';
import { stepPrinter } from './bootstrap/steps.mjs';
import { usageOf } from './bootstrap/usage.mjs';

const jest = [
  // On processors with protection keys V8 sometimes ends a process whose threads end: "Check failed: jit_page.has_value()".
  '--no-memory-protection-keys',
  '--disable-warning=ExperimentalWarning',
  'node_modules/jest/bin/jest.js',
];
const cli = ['apps/cli/dist/main.js'];
/** Returns Node's arguments to run a TypeScript file without a build, see bootstrap/typescript-imports.mjs. */
const script = (file) => ['--import=./infra/bootstrap/typescript-imports.mjs', file];

/**
 * Node's arguments for each command, after installation and build; `null` if nothing remains to be done after the
 * build.
 */
const commands = {
  start: [...cli, 'up'],
  postern: cli,
  build: null,
  test: jest,
  check: ['infra/check.mjs'],
  bench: script('test/bench/main.ts'),
  lab: script('test/lab/main.ts'),
  chaos: script('test/chaos/main.ts'),
  package: script('infra/package/main.ts'),
  changeset: ['node_modules/@changesets/cli/bin.js'],
  client: script('packages/client/scripts/write-client-types.ts'),
  screenshots: script('test/console/screenshots.ts'),
};

/** The commands whose `--help` is the comment of their file; the programs of the others have a help of their own. */
const described = new Set(['check', 'bench', 'lab', 'chaos', 'package', 'client', 'screenshots']);

async function main([command = '', ...rest]) {
  if (!Object.hasOwn(commands, command)) {
    console.error(`usage: npm run ${Object.keys(commands).join('|')} [-- arguments]`);
    return 2;
  }
  process.chdir(root);
  if (rest.includes('--help') && described.has(command)) {
    console.log(usageOf(commands[command].at(-1)));
    return 0;
  }
  const step = stepPrinter({ hasTimings: command === 'start' && rest.includes('--timings') });
  // Everything else is for developers, who need the tools of tests and the checks too.
  const isForRunning = commands[command]?.[0] === cli[0];
  const installed = await installDependencies({ isForRunning, step });
  if (installed !== 0) return installed;
  const built = await build({ isForRunning, step });
  if (built !== 0 || commands[command] === null) return built;
  if (!isForRunning) return runChild(pinnedNode(), [...commands[command], ...rest]);
  const hasBundle = isBundled();
  if (!hasBundle && command === 'start') await bundleBeside();
  const env = {
    // Node keeps its compiled code between starts, which shortens a second start.
    NODE_COMPILE_CACHE: `${root}node_modules/.cache/node-compile`,
    ...(hasBundle && { NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ''} ${bundleOption}`.trim() }),
  };
  return runChild(pinnedNode(), [...commands[command], ...rest], { env });
}

process.exitCode = await main(process.argv.slice(2)).catch((error) => {
  console.error(`postern: ${error.message}`);
  return 1;
});
