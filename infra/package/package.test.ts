import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '@postern/test/environment/test-database';
import { waitUntil } from '@postern/test/environment/wait-until';
import { describeWith } from '@postern/test/environment/describe-with';
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { globSync, readFileSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { writePosternRoot } from '../image/image-roots.js';
import { proveImage } from '../image/prove-image.js';
import { imageConfig } from '../image/write-image.js';
import type { ProductionPackage } from './production-packages.js';
import { writeProductionTree } from './production-tree.js';
import { licenceList } from './third-party-licences.js';

let folder: string;
let packages: ProductionPackage[];
let database: TestDatabase;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'postern-package-'));
  packages = await writeProductionTree(join(folder, 'tree'));
  database = await createTestDatabase();
}, 60_000);
afterAll(async () => {
  await database.drop();
  await rm(folder, { recursive: true });
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

/** The environment of a process of the production tree, with its secrets in files. */
async function environment(port: number): Promise<NodeJS.ProcessEnv> {
  const files = { key: Buffer.alloc(32, 7).toString('base64'), url: database.connectionString };
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), `${text}\n`);
  return {
    PATH: '/usr/bin:/bin',
    PORT: String(port),
    POSTERN_SECRET_KEY_FILE: join(folder, 'key'),
    DATABASE_URL_FILE: join(folder, 'url'),
  };
}

const isEnded = ({ exitCode, signalCode }: ChildProcess) => exitCode !== null || signalCode !== null;

test('the production tree migrates a database and runs api and worker, without the checkout', async () => {
  const postern = join(folder, 'tree/bin/postern');
  const port = await freePort();
  const env = await environment(port);
  const { stdout } = await promisify(execFile)(postern, ['migrate'], { env, cwd: '/' });
  expect(stdout).toContain('Applied: ');
  const children = ['api', 'worker'].map((name) =>
    spawn(postern, [name], { env, cwd: '/', stdio: 'ignore' }),
  );
  try {
    await waitUntil(async () => {
      const ready = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => null);
      return ready?.status === 200;
    }, 90_000);
    const page = await fetch(`http://127.0.0.1:${port}/`);
    expect(await page.text()).toContain('<title>Postern</title>');
    expect(children.map(isEnded)).toEqual([false, false]);
  } finally {
    const ends = children.filter((child) => !isEnded(child)).map((child) => once(child, 'exit'));
    for (const child of children) child.kill('SIGTERM');
    await Promise.all(ends);
  }
  expect(children.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
}, 150_000);

describeWith(['root', 'ip'], 'the image', () => {
  test('answers from a read-only root as user 10001, without a shell and a network, and is healthy', async () => {
    const root = join(folder, 'image');
    writePosternRoot(root, join(folder, 'tree'));
    await copyLibraries(root);
    for (const name of ['tmp', 'var/lib/postern']) await mkdir(join(root, name), { recursive: true });
    expect(globSync('{usr/,}{bin,sbin}/*', { cwd: root })).toEqual(['usr/bin/postern']);
    const config = imageConfig({ version: '', revision: '', madeAt: 0, architecture: 'amd64' });
    const own = await createTestDatabase();
    try {
      const found = await proveImage({ root, config, databaseUrl: own.connectionString });
      expect(found).toEqual({
        user: 10001,
        title: 'Postern',
        written: ['/tmp', '/var/lib/postern'],
        exitCode: 0,
        seconds: expect.any(Number),
      });
    } finally {
      await own.drop();
    }
  }, 120_000);
});

/** Copies the libraries of this machine that Node needs, in place of the packages of Debian that the image has. */
async function copyLibraries(root: string): Promise<void> {
  const { stdout } = await promisify(execFile)('ldd', [join(folder, 'tree/bin/node')]);
  for (const [library] of stdout.matchAll(/\/\S+/g))
    await cp(library, join(root, library), { dereference: true });
}

test('the tree has no tool of the build, no test, and nothing that was left out of the licences', () => {
  const tree = join(folder, 'tree');
  const found = globSync('**/{typescript,turbo,vite,jest,react}/package.json', { cwd: tree });
  expect(found).toEqual([]);
  expect(globSync('{apps,packages,infra}/**/*.{test.js,ts}', { cwd: tree })).toEqual([]);
  const licences = readFileSync(join(tree, 'THIRD-PARTY-LICENSES'), 'utf8');
  const missing = packages.filter(
    ({ isOurs, name, version }) => !isOurs && !licences.includes(`${name} ${version}\n`),
  );
  expect(missing).toEqual([]);
});

test('infra/package/licences.txt lists every dependency of production by its licence', async () => {
  const file = new URL('licences.txt', import.meta.url);
  if (process.env['UPDATE_GOLDEN'] === '1') return await writeFile(file, licenceList(packages));
  expect(licenceList(packages)).toBe(readFileSync(file, 'utf8'));
});

test.each(['api', 'worker', 'migrate'])('systemd finds no fault in postern-%s.service', async (name) => {
  const systemRoot = join(folder, name);
  const units = '/usr/lib/systemd/system';
  await cp(fileURLToPath(new URL('../systemd', import.meta.url)), join(systemRoot, units), {
    recursive: true,
  });
  const needed = ['network-online', 'sysinit', 'basic', 'shutdown', 'multi-user'].map(
    (unit) => `${unit}.target`,
  );
  for (const unit of needed) await cp(join(units, unit), join(systemRoot, units, unit));
  await mkdir(join(systemRoot, 'usr/bin'), { recursive: true });
  await writeFile(join(systemRoot, 'usr/bin/postern'), '', { mode: 0o755 });
  const analyze = async (...options: string[]) =>
    await promisify(execFile)('systemd-analyze', [
      ...options,
      `--root=${systemRoot}`,
      `postern-${name}.service`,
    ]);
  expect(await analyze('verify')).toEqual({ stdout: '', stderr: '' });
  const { stdout } = await analyze('security', '--offline=true');
  const [, exposure] = /Overall exposure level .*: ([\d.]+)/.exec(stdout)!;
  expect(Number(exposure)).toBeLessThanOrEqual(2);
});
