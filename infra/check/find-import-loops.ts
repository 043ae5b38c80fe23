/**
 * Names every import loop between the files of a checkout, type imports and dynamic imports included, over all
 * workspaces, and exits 1 if there is one. Lint's `import/no-cycle` leaves types out by default and does not follow
 * `@postern/…` into the sources of another workspace (oxlint 1.94).
 *
 * Usage: node infra/check/find-import-loops.ts [folder]
 */
import { globSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { Visitor, parseSync } from 'oxc-parser';
import { ResolverFactory } from 'oxc-resolver';

/** The files of a checkout, each with those that it imports. */
type Imports = ReadonlyMap<string, readonly string[]>;

function readImports(folder: string): Imports {
  const resolver = new ResolverFactory({
    conditionNames: ['@postern/source', 'import', 'node'],
    extensionAlias: { '.js': ['.ts', '.tsx', '.js'] },
    extensions: ['.ts', '.tsx', '.mjs', '.js'],
  });
  const files = globSync('{apps,packages,infra,test}/**/*.{ts,tsx,mjs}', {
    cwd: folder,
    exclude: (name) => name === 'node_modules' || name === 'dist',
  })
    .toSorted()
    .map((file) => join(folder, file));
  const known = new Set(files);
  return new Map(
    files.map((file) => {
      const targets = specifiersIn(file).map((specifier) => resolver.sync(dirname(file), specifier).path);
      return [file, targets.filter((path) => path !== undefined && known.has(path)) as string[]];
    }),
  );
}

/** What a file imports, as written. A dynamic import of a computed name is left out. */
function specifiersIn(file: string): string[] {
  const specifiers: string[] = [];
  const add = ({ source }: { source: unknown }) => {
    const value = (source as { value?: unknown } | null)?.value;
    if (typeof value === 'string') specifiers.push(value);
  };
  const visitor = new Visitor({
    ImportDeclaration: add,
    ExportNamedDeclaration: add,
    ExportAllDeclaration: add,
    ImportExpression: add,
    TSImportType: add,
  });
  visitor.visit(parseSync(file, readFileSync(file, 'utf8')).program);
  return specifiers;
}

/** Loops, each a list of files in import order. A file that is in one of them is not looked at again. */
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
