import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { createTestDatabase } from '@postern/test/environment/test-database';
import { startPrivatePostgres } from '@postern/test/environment/test-postgres';
import type { ContainerConfig } from '../image/container-config.js';
import { proveImage } from '../image/prove-image.js';
import { imageConfig } from '../image/write-image.js';
import type { Release } from './archives.js';
import { root } from './checkout.js';
import { findMissingDependencies } from './missing-dependencies.js';
import { proveByTests, provedByTests } from './prove-by-tests.js';
import { rebuildElsewhere } from './rebuild-elsewhere.js';
import { sha256 } from './sha256.js';

/** What `npm run package` has made, by its path. */
export type Made = {
  readonly tree: string;
  readonly archive: string;
  readonly debianPackage: string;
  readonly image: string;
  readonly release: Release;
};

/** A proof returns the figures that it found, and throws at a fault. */
type Proof = (made: Made, work: string) => string | Promise<string>;

/** A proof of each artefact: in an empty Debian, in a second checkout, or by the tests that run what it names. */
const proofs: Readonly<Record<string, Proof>> = {
  'npm ls of the tree': ({ tree }) => {
    const missing = findMissingDependencies(tree);
    if (missing.length > 0) throw new Error(missing.join('\n'));
    return 'every dependency is there in the version that its dependents ask for';
  },
  'archive in an empty Debian': async ({ archive }, work) => {
    const system = copyDebian(work);
    execFileSync('tar', ['-C', join(system, 'opt'), '-xf', archive]);
    const folder = `/opt/${basename(archive, '.tar.gz')}`;
    return await firstAnswer(system, `${folder}/bin/postern`, `${folder}/bin/node`);
  },
  'Debian package in an empty Debian': async ({ debianPackage }, work) => {
    const system = copyDebian(work);
    cpSync(debianPackage, join(system, 'tmp/postern.deb'));
    cpSync('/etc/resolv.conf', join(system, 'etc/resolv.conf'), { dereference: true });
    const inSystem = (...command: string[]) =>
      execFileSync('chroot', [system, ...command], {
        encoding: 'utf8',
        env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', DEBIAN_FRONTEND: 'noninteractive' },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
    inSystem('apt-get', '-qq', 'update');
    inSystem('apt-get', '-qq', '--yes', 'install', '/tmp/postern.deb');
    const units = ['api', 'worker', 'migrate'].map((name) => `postern-${name}.service`);
    inSystem('systemd-analyze', 'verify', '--man=no', ...units);
    const user = inSystem('id', 'postern').trim();
    const answer = await firstAnswer(system, '/usr/bin/postern', '/usr/lib/postern/bin/node');
    inSystem('dpkg', '--remove', 'postern');
    if (existsSync(join(system, 'usr/lib/postern'))) throw new Error('Removed, it leaves /usr/lib/postern');
    return `${answer}; ${units.join(', ')}; ${user}`;
  },
  'docs/install.md in an empty Debian': ({ debianPackage }, work) => {
    const file = join(root, 'infra/package/prove-installation.ts');
    const lines = execFileSync(process.execPath, [...process.execArgv, file, debianPackage, work], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return lines.trim().split('\n').at(-1)!;
  },
  'image in namespaces': async ({ image, release }, work) => {
    const system = unpackImage(image, work);
    const shells = globSync('**/{sh,ash,bash,dash,busybox}', { cwd: system });
    if (shells.length > 0) throw new Error(`The image has a shell: ${shells.join()}`);
    return `${await proofOf(system, imageConfig(release))}; no shell`;
  },
  'checksums and bill of materials': ({ tree }) => {
    execFileSync('sha256sum', ['--check', '--strict', 'SHA256SUMS'], { cwd: dirname(tree), stdio: 'pipe' });
    const bill = JSON.parse(readFileSync(`${tree}.cdx.json`, 'utf8')) as {
      readonly components: readonly object[];
    };
    return `SHA256SUMS is right; ${bill.components.length} components`;
  },
  ...Object.fromEntries(Object.keys(provedByTests).map((name) => [name, () => proveByTests(name)])),
  'the same bytes in another folder': ({ archive, debianPackage, image }) => {
    const files = [archive, debianPackage, image];
    const second = rebuildElsewhere();
    const differing = files.filter((file) => second.get(basename(file)) !== sha256(readFileSync(file)));
    if (differing.length > 0) throw new Error(`${differing.map((file) => basename(file)).join()} differ`);
    return files.map((file) => `${basename(file)} ${sha256(readFileSync(file)).slice(0, 16)}…`).join(', ');
  },
};

/** Runs every proof and prints a line for each. Resolves to whether all held. */
export async function prove(made: Made): Promise<boolean> {
  let hasFailed = false;
  for (const [name, proof] of Object.entries(proofs)) {
    const work = mkdtempSync(join(tmpdir(), 'postern-proof-'));
    const startedAt = performance.now();
    const seconds = () => `${((performance.now() - startedAt) / 1000).toFixed(1)} s`;
    try {
      const figures = await proof(made, work);
      console.log(`proved (${name}, ${seconds()}): ${figures}`);
    } catch (error) {
      hasFailed = true;
      const { message, stderr = '' } = error as Error & { stderr?: string };
      console.log(`NOT PROVED (${name}, ${seconds()}): ${message}\n${stderr}`);
    } finally {
      rmSync(work, { recursive: true, force: true });
    }
  }
  return !hasFailed;
}

/** Copies an empty Debian 13, which debootstrap makes once, into a folder. */
function copyDebian(work: string): string {
  const kept = join(root, '.package/debian-root');
  if (!existsSync(kept)) {
    const options = ['--variant=minbase', 'trixie', `${kept}.part`, 'http://deb.debian.org/debian'];
    rmSync(`${kept}.part`, { recursive: true, force: true });
    execFileSync('debootstrap', options, { stdio: ['ignore', 'ignore', 'inherit'] });
    renameSync(`${kept}.part`, kept);
  }
  const system = join(work, 'root');
  execFileSync('cp', ['--archive', kept, system]);
  mkdirSync(join(system, 'var/lib/postern'), { recursive: true });
  return system;
}

/** Lays the layers of an image over one another. */
function unpackImage(image: string, work: string): string {
  const layout = join(work, 'layout');
  const system = join(work, 'root');
  for (const folder of [layout, system]) mkdirSync(folder);
  execFileSync('tar', ['-C', layout, '-xf', image]);
  const [{ Layers }] = JSON.parse(readFileSync(join(layout, 'manifest.json'), 'utf8')) as [
    { Layers: string[] },
  ];
  for (const layer of Layers)
    execFileSync('tar', ['-C', system, '--preserve-permissions', '-xzf', join(layout, layer)]);
  return system;
}

/** Starts Postern of a system as the image is started, with a health check of its own Node. */
async function firstAnswer(system: string, command: string, node: string): Promise<string> {
  const config = imageConfig({ version: '', revision: '', madeAt: 0, architecture: '' });
  const check = `fetch('http://127.0.0.1:3000/livez').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))`;
  return await proofOf(system, {
    ...config,
    Env: [...config.Env, 'PATH=/usr/bin:/bin'],
    Entrypoint: [command],
    Healthcheck: { ...config.Healthcheck, Test: ['CMD', node, '-e', check] },
  });
}

/** Returns the figures of an api that migrated a new database and answered from a system. */
async function proofOf(system: string, config: ContainerConfig): Promise<string> {
  const postgres = await startPrivatePostgres();
  try {
    const { connectionString } = await createTestDatabase(postgres.url);
    const found = await proveImage({ root: system, config, databaseUrl: connectionString });
    const { user, title, written, exitCode, seconds } = found;
    if (title !== 'Postern' || exitCode !== 0 || written.join() !== '/tmp,/var/lib/postern')
      throw new Error(JSON.stringify(found));
    const size = execFileSync('du', ['--summarize', '--block-size=MB', system], { encoding: 'utf8' });
    return `first answer after ${seconds.toFixed(1)} s as user ${user}, writes ${written.join(' and ')} alone, ${size.split('\t')[0]} on disk`;
  } finally {
    await postgres.stop();
  }
}
