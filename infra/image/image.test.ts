import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { validate } from 'dockerfile-utils';
import { writeDebianPackage, writeTarball, type Release } from '../package/archives.js';
import { sha256 } from '../package/sha256.js';
import { readContainerConfig } from './container-config.js';
import { writeOciImage } from './oci-image.js';
import { imageConfig } from './write-image.js';

const release: Release = {
  version: '1.2.3',
  revision: 'a'.repeat(40),
  madeAt: 1_800_000_000,
  architecture: 'amd64',
};
const dockerfile = readFileSync(new URL('Dockerfile', import.meta.url), 'utf8');

// cspell:ignore drwx drwxr drwxrwxrwt lrwxr rwxr

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'postern-image-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

test('the Dockerfile has no fault', () => {
  expect(validate(dockerfile)).toEqual([]);
  expect(validate(dockerfile.replace('EXPOSE 3000', 'EXPOSE port'))).not.toEqual([]);
});

test('the image runs as user 10001 without a shell, and its labels tell release and commit', () => {
  const config = imageConfig(release);
  expect(config).toMatchObject({
    User: '10001:10001',
    ExposedPorts: { '3000/tcp': {} },
    Entrypoint: ['/usr/bin/postern'],
    Cmd: ['api'],
    StopSignal: 'SIGTERM',
    Labels: {
      'org.opencontainers.image.title': 'Postern',
      'org.opencontainers.image.version': '1.2.3',
      'org.opencontainers.image.revision': release.revision,
      'org.opencontainers.image.created': '2027-01-15T08:00:00.000Z',
    },
    Healthcheck: {
      Test: ['CMD', '/usr/lib/postern/bin/node', '/usr/lib/postern/bin/healthcheck.mjs'],
      Interval: 10e9,
      Timeout: 5e9,
      StartPeriod: 60e9,
      Retries: 3,
    },
  });
});

test.each([
  ['VOLUME /data', 'The image cannot follow VOLUME of the Dockerfile'],
  ['USER 1', 'The image cannot follow USER of the Dockerfile'],
])('an instruction that the image would not follow is refused: %s', (line, message) => {
  expect(() =>
    readContainerConfig(`${dockerfile}${line}\n`, { VERSION: '', REVISION: '', CREATED: '' }),
  ).toThrow(message);
});

/** Writes the same small tree, in another order, at another time and under another umask each time. */
function writeTree(name: string, files: readonly string[], umask: number): string {
  const tree = join(folder, name, 'postern');
  const before = process.umask(umask);
  try {
    for (const path of files) {
      mkdirSync(join(tree, path, '..'), { recursive: true });
      writeFileSync(join(tree, path), path, { mode: path.startsWith('bin/') ? 0o777 : 0o666 });
    }
    symlinkSync('../b', join(tree, 'apps/link'));
  } finally {
    process.umask(before);
  }
  return tree;
}

test('archive, Debian package and image have the same bytes wherever and whenever they are made', () => {
  const files = ['bin/node', 'b/two', 'b/one', 'apps/z'];
  const trees = [writeTree('one', files, 0o022), writeTree('two', files.toReversed(), 0o077)];
  chmodSync(join(folder, 'two'), 0o755);
  const digests = trees.map((tree) => {
    const image = `${tree}.oci.tar`;
    const manifest = writeOciImage(image, [join(tree, 'b'), tree], imageConfig(release), release);
    rmSync(join(tree, 'var'), { recursive: true });
    rmSync(join(tree, 'tmp'), { recursive: true });
    const made = [image, writeTarball(tree, release), writeDebianPackage(tree, release)];
    return [manifest, ...made.map((file) => sha256(readFileSync(file)))];
  });
  expect(digests[1]).toEqual(digests[0]);
  const layout = join(folder, 'layout');
  mkdirSync(layout);
  execFileSync('tar', ['-C', layout, '-xf', `${trees[0]}.oci.tar`]);
  const blob = (digest: string) => readFileSync(join(layout, 'blobs', digest.replace(':', '/')));
  const manifest = JSON.parse(blob(digests[0]![0]!).toString()) as { layers: { digest: string }[] };
  const input = blob(manifest.layers[1]!.digest);
  const entries = execFileSync('tar', ['-tzv', '--numeric-owner'], { input, encoding: 'utf8' });
  const rows = entries
    .trim()
    .split('\n')
    .map((line) => line.split(/\s+/));
  expect(rows.map(([mode, owner, , , , path]) => `${mode} ${owner} ${path}`)).toEqual([
    'drwxr-xr-x 0/0 ./',
    'drwxr-xr-x 0/0 ./apps/',
    'lrwxr-xr-x 0/0 ./apps/link',
    '-rw-r--r-- 0/0 ./apps/z',
    'drwxr-xr-x 0/0 ./b/',
    '-rw-r--r-- 0/0 ./b/one',
    '-rw-r--r-- 0/0 ./b/two',
    'drwxr-xr-x 0/0 ./bin/',
    '-rwxr-xr-x 0/0 ./bin/node',
    'drwxr-xr-x 0/0 ./var/',
    'drwxr-xr-x 0/0 ./var/lib/',
    'drwxrwxrwt 0/0 ./tmp/',
    'drwx------ 10001/10001 ./var/lib/postern/',
  ]);
});
