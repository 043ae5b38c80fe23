/**
 * Prints every import loop between the files of a checkout, over all workspaces and with type imports and dynamic
 * imports, and exits 1 if there is one. Lint's `import/no-cycle` ignores type imports by default and does not
 * follow `@postern/…` into the sources of another workspace (oxlint 1.94).
 *
 * Usage: node --import=./infra/bootstrap/typescript-imports.mjs infra/check/find-import-loops.ts [folder]
 */
import { relative, resolve } from 'node:path';
import { readImports, type Imports } from './read-imports.js';

/**
 * Returns the import loops, each as a list of files in import order. A file that is part of one loop is not
 * searched again.
 */
function findLoops(imports: Imports): string[][] {
  const loops: string[][] = [];
  for (const file of imports.keys()) {
    if (loops.some((loop) => loop.includes(file))) continue;
    const loop = shortestLoop(file, imports);
    if (loop !== null) loops.push(loop);
  }
  return loops;
}

function shortestLoop(start: string, imports: Imports): string[] | null {
  const importers = new Map<string, string>();
  const waiting = [start];
  for (const file of waiting) {
    for (const target of imports.get(file)!) {
      if (target === start) return pathTo(file, importers);
      if (importers.has(target)) continue;
      importers.set(target, file);
      waiting.push(target);
    }
  }
  return null;
}

function pathTo(file: string, importers: ReadonlyMap<string, string>): string[] {
  const importer = importers.get(file);
  return importer === undefined ? [file] : [...pathTo(importer, importers), file];
}

const folder = resolve(process.argv[2] ?? '.');
const loops = findLoops(readImports(folder));
for (const loop of loops)
  console.error(`import loop: ${[...loop, loop[0]!].map((file) => relative(folder, file)).join(' → ')}`);
process.exitCode = loops.length > 0 ? 1 : 0;
