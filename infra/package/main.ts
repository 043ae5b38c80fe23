/**
 * `npm run package`: writes what production needs into `.package/`: a tree, an archive, a Debian package and an image of it, a
 * bill of materials and checksums. The same commit gives the same bytes. `-- --prove` then starts each of them, as root, and prints what it found;
 * `-- --update-base` instead chooses newer packages of Debian for the image.
 */
import { execFileSync } from 'node:child_process';
import { globSync, lstatSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { root } from './checkout.js';
import { writeDebianPackage, writeTarball, type Release } from './archives.js';
import { billOfMaterials } from './bill-of-materials.js';
import { updateBase } from '../image/update-base.js';
import { writeImage } from '../image/write-image.js';
import { prove } from './prove.js';
import { writeProductionTree } from './production-tree.js';
import { sha256 } from './sha256.js';

/** What shared hosts and slow lines still take, in bytes. */
const largestTree = 150e6;
const architectures: Readonly<Record<string, string>> = { x64: 'amd64', arm64: 'arm64' };

async function main(): Promise<void> {
  if (process.argv.includes('--update-base')) return updateBase();
  const output = join(root, '.package');
  const release = readRelease();
  const tree = join(output, `postern-${release.version}-linux-${process.arch}`);
  mkdirSync(output, { recursive: true });
  const packages = await step('tree', () => writeProductionTree(tree));
  const bill = `${tree}.cdx.json`;
  writeFileSync(bill, await step('bill of materials', () => billOfMaterials(packages, release)));
  const image = await step('image', () => writeImage(tree, release));
  const archive = await step('archive', () => writeTarball(tree, release));
  const debianPackage = await step('Debian package', () => writeDebianPackage(tree, release));
  const files = [archive, debianPackage, image.file, bill];
  const sums = files.map((file) => `${sha256(readFileSync(file))}  ${basename(file)}\n`).join('');
  writeFileSync(join(output, 'SHA256SUMS'), sums);
  console.log(`${tree}: ${megabytes(sizeOf(tree))}, ${packages.length} packages`);
  for (const file of files) console.log(`${file}: ${megabytes(sizeOf(file))}`);
  console.log(`digest of the image: ${image.digest}`);
  if (sizeOf(tree) > largestTree) throw new Error(`The tree is larger than ${megabytes(largestTree)}`);
  if (!process.argv.includes('--prove')) return;
  const made = { tree, archive, debianPackage, image: image.file, release };
  if (!(await prove(made))) process.exitCode = 1;
}

/** Runs one step and prints how long it took. */
async function step<T>(name: string, work: () => T | Promise<T>): Promise<T> {
  const startedAt = performance.now();
  const result = await work();
  console.log(`${name}: ${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
  return result;
}

function readRelease(): Release {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  const architecture = architectures[process.arch];
  if (architecture === undefined) throw new Error(`There is no package for the processor ${process.arch}`);
  const commit = execFileSync('git', ['log', '-1', '--format=%H %ct'], { cwd: root, encoding: 'utf8' });
  const [revision, committedAt] = commit.trim().split(' ') as [string, string];
  return { version, architecture, revision, madeAt: Number(committedAt) };
}

/** The bytes of all files in a folder, or of one file. */
function sizeOf(path: string): number {
  const paths = statSync(path).isFile()
    ? [path]
    : globSync('**', { cwd: path }).map((name) => join(path, name));
  return paths
    .map((name) => lstatSync(name))
    .filter((found) => found.isFile())
    .reduce((sum, { size }) => sum + size, 0);
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

await main();
