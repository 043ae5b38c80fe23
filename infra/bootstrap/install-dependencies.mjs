import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { root, runChild, systemPath } from './run-child.mjs';

const stampFile = join(root, 'node_modules', '.postern-stamp');
const lockFile = join(root, '.install-lock');

/**
 * Installs the packages of the lockfile with `npm ci` if the lockfile or a package.json file has changed. Resolves
 * to npm's exit code, and to 0 at once if nothing has changed. If several processes call it, one installs and the
 * others wait.
 */
export async function installDependencies() {
  if (isInstalled()) return 0;
  await takeLock();
  try {
    if (isInstalled()) return 0;
    console.log('Installing dependencies with npm ci (half a minute the first time) …');
    // npm runs on the system's Node, because npm ci deletes node_modules, which contains the pinned Node.
    const code = await runChild('npm', ['ci', '--no-progress', '--loglevel=error'], {
      quiet: true,
      env: { PATH: systemPath() },
    });
    if (code === 0) writeFileSync(stampFile, wantedStamp());
    return code;
  } finally {
    rmSync(lockFile, { force: true });
  }
}

/**
 * Whether node_modules is up to date with the lockfile. Reads the stamp that the last install wrote, then npm's own
 * record in node_modules, so that no second install follows a developer's `npm install`.
 */
function isInstalled() {
  const stamp = wantedStamp();
  if (readText(stampFile) === stamp) return true;
  const lockfile = JSON.parse(readText(join(root, 'package-lock.json')) ?? '{"packages":{}}').packages;
  const installed = JSON.parse(
    readText(join(root, 'node_modules', '.package-lock.json')) ?? '{"packages":{}}',
  ).packages;
  const asLocked = Object.entries(installed).every(
    ([path, { version, link }]) => link || lockfile[path]?.version === version,
  );
  const complete = Object.entries(lockfile).every(
    ([path, { optional, devOptional, link }]) =>
      !isExternal(path) || optional || devOptional || link || path in installed,
  );
  const declared = manifests().every(([path, text]) => declaresTheSame(JSON.parse(text), lockfile[path]));
  if (!asLocked || !complete || !declared || Object.keys(installed).length === 0) return false;
  writeFileSync(stampFile, stamp);
  return true;
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

function wantedStamp() {
  const hash = createHash('sha256').update(`${process.platform} ${process.arch}`);
  for (const file of ['package-lock.json', '.npmrc']) hash.update(readText(join(root, file)) ?? '');
  for (const [path, text] of manifests()) hash.update(path).update(text);
  return hash.digest('hex');
}

/**
 * Returns the path (as the lockfile writes it) and the text of the package.json of the root and of each workspace.
 */
function manifests() {
  const patterns = JSON.parse(readText(join(root, 'package.json')) ?? '{}').workspaces;
  const folders = patterns.flatMap((pattern) => {
    if (!pattern.endsWith('/*')) return [pattern];
    const parent = pattern.slice(0, -2);
    return readdirSync(join(root, parent))
      .toSorted()
      .map((name) => `${parent}/${name}`);
  });
  return ['', ...folders].flatMap((folder) => {
    const text = readText(join(root, folder, 'package.json'));
    return text === null ? [] : [[folder, text]];
  });
}

/**
 * Waits until no running process holds the lock, then takes it. The file of the lock contains the process id of its
 * holder.
 */
async function takeLock() {
  for (let isAnnounced = false; ;) {
    try {
      writeFileSync(lockFile, String(process.pid), { flag: 'wx' });
      return;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    const holder = Number(readText(lockFile));
    if (holder > 0 && !isAlive(holder)) rmSync(lockFile, { force: true });
    else if (!isAnnounced) console.log(`Waiting for process ${holder}, which installs dependencies …`);
    isAnnounced = true;
    await delay(200);
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function readText(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return null;
    throw error;
  }
}
