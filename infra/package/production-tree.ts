import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  cpSync,
  globSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { root } from './checkout.js';
import { listProductionPackages, type ProductionPackage } from './production-packages.js';
import { licenceFile, thirdPartyLicences } from './third-party-licences.js';

/** Files of dependencies that no process reads: types, source maps and documents. */
const unreadFile = /(\.[mc]?ts|\.map|\.md|\.markdown|\.lua|\.flow)$/;
/** Folders of dependencies that no process reads: settings of their repositories, tests, examples, builds for browsers and old module loaders. */
const unreadFolder =
  /^(\.husky|\.github|tests?|__tests__|examples?|bench|benchmarks?|umd|iife|amd|global|cjs-browser|esm5|bundles)$/;

const launcher = `#!/bin/sh
here=$(dirname "$(readlink -f "$0")")
exec "$here/node" --enable-source-maps "$here/../apps/cli/dist/main.js" "$@"
`;

/**
 * Writes what production needs into `folder`, which is made anew: Node, the built programs and their dependencies, the
 * built console; no tool of the build. Returns the packages that it has. The checkout must be built.
 */
export async function writeProductionTree(folder: string): Promise<ProductionPackage[]> {
  const packages = await listProductionPackages();
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, 'bin'), { recursive: true });
  writeFileSync(join(folder, 'bin/postern'), launcher, { mode: 0o755 });
  copyNode(join(folder, 'bin/node'));
  for (const { folder: source, isOurs } of packages) {
    if (isOurs) copyWorkspace(source, folder);
    else copyDependency(source, folder);
  }
  copy('apps/console/dist', folder);
  copy('LICENSE', folder);
  for (const page of globSync('docs/*.md', { cwd: root })) copy(page, folder);
  writeFileSync(join(folder, 'THIRD-PARTY-LICENSES'), thirdPartyLicences(packages));
  return packages;
}

/** Node without its symbols: they are a seventh of its size and serve debuggers only. */
function copyNode(target: string): void {
  copyFileSync(process.execPath, target);
  execFileSync('strip', [target]);
  chmodSync(target, 0o755);
}

/** Copies what npm would publish of a workspace, and links it where imports find it. */
function copyWorkspace(source: string, folder: string): void {
  const { name, files } = JSON.parse(readFileSync(join(root, source, 'package.json'), 'utf8')) as {
    readonly name: string;
    readonly files: readonly string[];
  };
  for (const file of ['package.json', ...files]) copy(join(source, file), folder);
  // npm makes the file of a command executable if it is built when npm links it, which differs between checkouts.
  execFileSync('find', [join(folder, source), '-type', 'f', '-exec', 'chmod', '644', '{}', '+']);
  const link = join(folder, 'node_modules', name);
  mkdirSync(dirname(link), { recursive: true });
  symlinkSync(relative(dirname(link), join(folder, source)), link);
}

function copyDependency(source: string, folder: string): void {
  cpSync(join(root, source), join(folder, source), {
    recursive: true,
    filter: (path) => {
      // A dependency's own dependencies are packages of the list.
      if (relative(join(root, source), path) === 'node_modules') return false;
      if (lstatSync(path).isDirectory()) return !unreadFolder.test(basename(path));
      return licenceFile.test(basename(path)) || !unreadFile.test(path);
    },
  });
}

function copy(path: string, folder: string): void {
  cpSync(join(root, path), join(folder, path), {
    recursive: true,
    filter: (source) => !/\.(d\.ts|tsbuildinfo)$/.test(source),
  });
}
