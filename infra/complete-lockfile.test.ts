import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from '@jest/globals';

const run = promisify(execFile);
const script = fileURLToPath(new URL('complete-lockfile.mjs', import.meta.url));
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'postern-lockfile-'));
  // Stands in for `npm view`, so that the test needs no registry.
  await writeFile(join(folder, 'npm'), '#!/bin/sh\necho "sha512-digest of $2"\n', { mode: 0o755 });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function complete(packages: object, ...options: string[]): Promise<Record<string, unknown>> {
  const file = join(folder, 'package-lock.json');
  await writeFile(file, JSON.stringify({ lockfileVersion: 3, packages }));
  await run(process.execPath, [script, ...options, file], {
    env: { ...process.env, PATH: `${folder}:${process.env.PATH}` },
  });
  return JSON.parse(await readFile(file, 'utf8')).packages;
}

test('the committed lockfile contains the packages of every platform', async () => {
  await expect(run(process.execPath, [script, '--check'])).resolves.toMatchObject({ stderr: '' });
});

test('the committed lockfile has a digest of every package that is downloaded', async () => {
  const lockfile = JSON.parse(await readFile(new URL('../package-lock.json', import.meta.url), 'utf8')) as {
    packages: Record<string, { link?: true; inBundle?: true; integrity?: string }>;
  };
  const without = Object.entries(lockfile.packages).filter(
    ([path, { link, inBundle, integrity }]) =>
      path.includes('node_modules/') && !link && !inBundle && integrity?.startsWith('sha512-') !== true,
  );
  expect(without.map(([path]) => path)).toEqual([]);
});

test('a missing package of another platform becomes a stub that npm can skip', async () => {
  const packages = await complete({
    '': {},
    'node_modules/linter': { optionalDependencies: { '@linter/binding-linux-arm64-musl': '1.2.3' } },
  });
  expect(packages['node_modules/@linter/binding-linux-arm64-musl']).toEqual({
    version: '1.2.3',
    integrity: 'sha512-digest of @linter/binding-linux-arm64-musl@1.2.3',
    cpu: ['arm64'],
    libc: ['musl'],
    os: ['linux'],
    optional: true,
  });
});

test('adds no stub for a package that a parent node_modules already contains', async () => {
  const packages = {
    'node_modules/@linter/darwin-x64': { version: '1.2.3' },
    'node_modules/a/node_modules/@b/c': { optionalDependencies: { '@linter/darwin-x64': '1.2.3' } },
  };
  expect(await complete(packages)).toEqual(packages);
});

test('refuses a package whose name contains no platform, because npm would install its stub everywhere', async () => {
  const packages = { 'node_modules/a': { optionalDependencies: { 'speed-up': '1.0.0' } } };
  await expect(complete(packages)).rejects.toThrow('the name speed-up contains no known platform');
});
