import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Visitor, parseSync } from 'oxc-parser';
import { ResolverFactory } from 'oxc-resolver';

/** The files of a checkout by absolute path, each with the paths of the files that it imports. */
export type Imports = ReadonlyMap<string, readonly string[]>;

/** Reads the imports of all workspaces: of values and types, static and dynamic, and `import()` used as a type. */
export function readImports(folder: string): Imports {
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

/**
 * Returns the module names that a file imports, as the file writes them. A dynamic import of a computed name is
 * left out.
 */
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
