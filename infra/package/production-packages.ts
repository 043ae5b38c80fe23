import { execFile } from 'node:child_process';
import { readFileSync, realpathSync } from 'node:fs';
import { relative, join } from 'node:path';
import { promisify } from 'node:util';
import { root } from './checkout.js';

/** The workspaces that run in production; the console is built into files that the api serves. */
const programs = ['apps/api', 'apps/worker', 'apps/cli'];

/**
 * Dependencies of dependencies that no code of Postern loads: `@nestjs/swagger` brings the compiler for a plug-in of
 * the build, and Swagger UI for a page that Postern does not serve.
 */
export const neverLoaded = [/^typescript$/, /^@typescript\//, /^swagger-ui-dist$/, /^@scarf\//];

/** A package that runs in production. `folder` is its path in the checkout. */
export type ProductionPackage = {
  readonly folder: string;
  readonly name: string;
  readonly version: string;
  readonly license: string;
  /** Whether it is a workspace of this checkout. */
  readonly isOurs: boolean;
};

type Manifest = { readonly name: string; readonly version: string; readonly license?: string };

/** Returns the packages that api, worker and cli load, as npm resolved them, by folder. */
export async function listProductionPackages(): Promise<ProductionPackage[]> {
  const options = ['ls', '--omit=dev', '--all', '--parseable', ...programs.flatMap((name) => ['-w', name])];
  const { stdout } = await promisify(execFile)('npm', options, { cwd: root, maxBuffer: 1 << 24 });
  const folders = new Set(
    stdout
      .trim()
      .split('\n')
      .map((path) => relative(root, realpathSync(path))),
  );
  folders.delete(''); // The root of the checkout.
  return [...folders].toSorted().flatMap((folder) => {
    const manifest = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as Manifest;
    const { name, version, license = 'unknown' } = manifest;
    if (neverLoaded.some((pattern) => pattern.test(name))) return [];
    return [
      {
        folder,
        name,
        version,
        license,
        isOurs: !folder.startsWith('node_modules/') && !folder.includes('/node_modules/'),
      },
    ];
  });
}
