import { createHash } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Files of the root that decide what is built. */
const rootFiles = [
  'package-lock.json',
  'package.json',
  'tsconfig.base.json',
  'tsconfig.json',
  'turbo.json',
  'infra/bootstrap/build.mjs',
  'infra/bootstrap/bundled-modules.mjs',
  'infra/bootstrap/write-bundle.mjs',
];

/**
 * Returns a digest of everything that is built from: the names, sizes and times of change (ctime, which no program can
 * set) of the files. A file that is only touched looks changed, which costs a run of the compiler; a file that has
 * changed never looks the same.
 */
export function digestOfSources(root, workspaces) {
  const hash = createHash('sha256');
  for (const file of rootFiles) add(hash, join(root, file));
  for (const workspace of workspaces) {
    const folder = join(root, workspace);
    for (const entry of entriesOf(folder)) if (entry.isFile()) add(hash, join(folder, entry.name));
    for (const name of ['src', 'public']) {
      walk(join(folder, name), (path, entry) => {
        if (!entry.isDirectory() && !/\.test\.tsx?$/.test(entry.name)) add(hash, path);
      });
    }
  }
  return hash.digest('hex');
}

/**
 * Returns a digest of the folders that a build has written. It changes when a file of them is made, deleted or replaced,
 * and when the compiler notes another build, but not when somebody writes into a built file.
 */
function digestOfBuilt(root, workspaces) {
  const hash = createHash('sha256');
  for (const workspace of workspaces) {
    const folder = join(root, workspace, 'dist');
    add(hash, folder);
    add(hash, join(folder, '.tsbuildinfo'));
    walk(folder, (path, entry) => entry.isDirectory() && add(hash, path));
  }
  return hash.digest('hex');
}

/** Whether `file` says that what is built comes from these sources. */
export function isStamped(file, root, workspaces) {
  try {
    const [sources, built] = readFileSync(file, 'utf8').split(' ');
    return sources === digestOfSources(root, workspaces) && built === digestOfBuilt(root, workspaces);
  } catch (error) {
    if (error.code === 'ENOENT') return false;
    throw error;
  }
}

/** Notes that what is built now comes from the sources with this digest, which was taken before the build. */
export function writeStamp(file, root, workspaces, sources) {
  writeFileSync(file, `${sources} ${digestOfBuilt(root, workspaces)}`);
}

function add(hash, path) {
  const found = lstatSync(path, { throwIfNoEntry: false, bigint: true });
  hash.update(`${path} ${found?.size} ${found?.ctimeNs}\n`);
}

function walk(folder, visit) {
  for (const entry of entriesOf(folder)) {
    const path = join(folder, entry.name);
    visit(path, entry);
    if (entry.isDirectory()) walk(path, visit);
  }
}

/** The entries of a folder in the order of their names; none if there is no such folder. */
function entriesOf(folder) {
  try {
    return readdirSync(folder, { withFileTypes: true }).toSorted((one, other) =>
      one.name < other.name ? -1 : 1,
    );
  } catch (error) {
    if (error.code === 'ENOENT') return [];
    throw error;
  }
}
