import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { withLock } from './lock.mjs';
import { root, runChild } from './run-child.mjs';

const consoleFolder = join(root, 'apps/console');
/** Says of which sources the console was built, and whether its files were compressed as for production. */
const consoleStamp = join(consoleFolder, 'dist/.inputs');

/**
 * Builds what has changed: the programs with one run of the compiler, and the console beside it. Resolves to an exit
 * code. The compiler writes the files without checking the types, except for `isChecked`. With `isForRunning` the
 * console's files are compressed quickly instead of well.
 */
export async function build({ isForRunning, isChecked, step }) {
  const isFirst = !existsSync(join(root, 'apps/cli/dist/main.js'));
  const codes = await Promise.all([
    step('Building the programs', isFirst ? { usual: '8 s' } : {}, () =>
      runChild('tsc', ['-b', ...(isChecked ? [] : ['--noCheck'])]),
    ),
    buildConsole({ isForRunning, step }),
  ]);
  const failed = codes.find((code) => code !== 0);
  if (failed !== undefined || !isChecked) return failed ?? 0;
  return await step('Checking the console', {}, () => runChild('tsc', ['-p', 'apps/console']));
}

async function buildConsole({ isForRunning, step }) {
  const inputs = digestOfConsole();
  if (isBuilt(inputs, isForRunning)) return 0;
  return await withLock('which builds the console', async () => {
    if (isBuilt(inputs, isForRunning)) return 0;
    const mode = isForRunning ? 'quick' : 'production';
    const code = await step('Building the console', { usual: '8 s' }, () =>
      runChild('vite', ['build', '--logLevel=warn', `--mode=${mode}`, 'apps/console']),
    );
    if (code === 0) writeFileSync(consoleStamp, `${inputs} ${mode}`);
    return code;
  });
}

function isBuilt(inputs, isForRunning) {
  if (!existsSync(consoleStamp)) return false;
  const [builtFrom, mode] = readFileSync(consoleStamp, 'utf8').split(' ');
  return builtFrom === inputs && (isForRunning || mode === 'production');
}

/** The console is built from its own sources, those of core and client, and the versions of its dependencies. */
function digestOfConsole() {
  const folders = ['apps/console/src', 'apps/console/public', 'packages/core/src', 'packages/client/src'];
  const files = [
    'package-lock.json',
    ...['index.html', 'package.json', 'vite.config.ts'].map((name) => `apps/console/${name}`),
    ...folders.flatMap(filesIn),
  ];
  const hash = createHash('sha256');
  for (const file of files) hash.update(`${file}\0`).update(readFileSync(join(root, file)));
  return hash.digest('hex');
}

function filesIn(folder) {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.test\./.test(entry.name))
    .map((entry) => join(relative(root, entry.parentPath), entry.name))
    .toSorted();
}
