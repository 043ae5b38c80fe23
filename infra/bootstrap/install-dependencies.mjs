import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withLock } from './lock.mjs';
import { readText } from './read-text.mjs';
import { root, runChild, systemPath } from './run-child.mjs';
import { workspaces } from './workspaces.mjs';

const stampFile = join(root, 'node_modules', '.postern-stamp');

/**
 * Installs the packages of the lockfile if the lockfile or a package.json file has changed: all of them, or with
 * `isForRunning` only those that building and running need, which are the `dependencies` of each package.json.
 * Resolves to npm's exit code, and to 0 at once if nothing is missing. If several processes call it, one installs and
 * the others wait.
 */
export async function installDependencies({ isForRunning, step }) {
  if (isInstalled(isForRunning)) return 0;
  return await withLock('which installs dependencies', async () => {
    if (isInstalled(isForRunning)) return 0;
    const hasRunning = isInstalled(true);
    // `npm ci` deletes node_modules first, and with it PostgreSQL and Node under a Postern that runs from this checkout.
    const options = hasRunning ? ['install', '--no-save'] : ['ci', ...(isForRunning ? ['--omit=dev'] : [])];
    const [name, usual] = isForRunning
      ? ['Installing what running needs', '20 s']
      : [hasRunning ? 'Installing the tools of tests and checks' : 'Installing all dependencies', '30 s'];
    // npm runs on the system's Node, because npm ci deletes node_modules, which contains the pinned Node.
    const code = await step(name, { usual }, () =>
      runChild('npm', [...options, '--no-progress', '--loglevel=error'], {
        quiet: true,
        env: { PATH: systemPath() },
      }),
    );
    if (code === 0) writeStamp(isForRunning);
    return code;
  });
}

/**
 * Whether node_modules has what the lockfile wants. Reads the stamp that the last install wrote, then npm's own
 * record in node_modules, so that no second install follows a developer's `npm install`.
 */
function isInstalled(isForRunning) {
  const stamp = readText(stampFile)?.split(' ') ?? [];
  if (stamp[0] === digestOfWanted() && (isForRunning || stamp[1] === 'all')) return true;
  const lockfile = JSON.parse(readText(join(root, 'package-lock.json')) ?? '{"packages":{}}').packages;
  const installed = JSON.parse(
    readText(join(root, 'node_modules', '.package-lock.json')) ?? '{"packages":{}}',
  ).packages;
  const asLocked = Object.entries(installed).every(
    ([path, { version, link }]) => link || lockfile[path]?.version === version,
  );
  const complete = Object.entries(lockfile).every(
    ([path, { dev, optional, devOptional, link }]) =>
      !isExternal(path) || optional || devOptional || link || (isForRunning && dev) || path in installed,
  );
  const declared = manifests().every(([path, text]) => declaresTheSame(JSON.parse(text), lockfile[path]));
  if (!asLocked || !complete || !declared || Object.keys(installed).length === 0) return false;
  writeStamp(isForRunning);
  return true;
}

function writeStamp(isForRunning) {
  writeFileSync(stampFile, `${digestOfWanted()} ${isForRunning ? 'running' : 'all'}`);
}

function isExternal(path) {
  return path.includes('node_modules/');
}

function declaresTheSame(manifest, locked = {}) {
  return ['dependencies', 'devDependencies', 'optionalDependencies'].every((field) => {
    const entries = (source) => JSON.stringify(Object.entries(source[field] ?? {}).toSorted());
    return entries(manifest) === entries(locked);
  });
}

function digestOfWanted() {
  const hash = createHash('sha256').update(`${process.platform} ${process.arch}`);
  for (const file of ['package-lock.json', '.npmrc']) hash.update(readText(join(root, file)) ?? '');
  for (const [path, text] of manifests()) hash.update(path).update(text);
  return hash.digest('hex');
}

/**
 * Returns the path (as the lockfile writes it) and the text of the package.json of the root and of each workspace.
 */
function manifests() {
  return ['', ...workspaces()].flatMap((folder) => {
    const text = readText(join(root, folder, 'package.json'));
    return text === null ? [] : [[folder, text]];
  });
}
