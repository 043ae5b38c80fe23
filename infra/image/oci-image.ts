import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tarOptions, type Release } from '../package/archives.js';
import { sha256 } from '../package/sha256.js';
import type { ContainerConfig } from './container-config.js';

/** Folders that others than root may write to; the data directory belongs to the user of the image. */
const writable = [
  { path: 'tmp', owner: 0, mode: '1777' },
  { path: 'var/lib/postern', owner: 10001, mode: '0700' },
];

type Descriptor = { readonly mediaType: string; readonly digest: string; readonly size: number };
type Layer = { readonly descriptor: Descriptor; readonly diffId: string };

/**
 * Writes an image of the folders in `roots`, one layer each, as an OCI layout in a tar file, and returns the digest of
 * its manifest. Docker reads `manifest.json` of the same file before version 25. The folders `tmp` and
 * `var/lib/postern` are made in the last layer.
 */
export function writeOciImage(
  file: string,
  roots: readonly string[],
  config: ContainerConfig,
  release: Release,
): string {
  const layout = `${file}.layout`;
  rmSync(layout, { recursive: true, force: true });
  mkdirSync(join(layout, 'blobs/sha256'), { recursive: true });
  for (const { path } of writable) mkdirSync(join(roots.at(-1)!, path), { recursive: true });
  const layers = roots.map((root) => writeLayer(layout, root, release));
  const image = writeJson(layout, 'application/vnd.oci.image.config.v1+json', {
    created: new Date(release.madeAt * 1000).toISOString(),
    architecture: release.architecture,
    os: 'linux',
    config,
    rootfs: { type: 'layers', diff_ids: layers.map(({ diffId }) => diffId) },
  });
  const manifest = writeJson(layout, 'application/vnd.oci.image.manifest.v1+json', {
    schemaVersion: 2,
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    config: image,
    layers: layers.map(({ descriptor }) => descriptor),
    annotations: config.Labels,
  });
  writeIndexes(layout, release, { image, manifest, layers });
  execFileSync('tar', [
    ...tarOptions(release),
    '-C',
    layout,
    '-cf',
    file,
    'blobs',
    'index.json',
    'manifest.json',
    'oci-layout',
  ]);
  rmSync(layout, { recursive: true });
  return manifest.digest;
}

type Written = {
  readonly image: Descriptor;
  readonly manifest: Descriptor;
  readonly layers: readonly Layer[];
};

/** Writes the files that name the image: those of OCI, and the one of `docker save`. */
function writeIndexes(layout: string, release: Release, { image, manifest, layers }: Written): void {
  const name = `postern:${release.version}`;
  const annotations = {
    'io.containerd.image.name': `docker.io/library/${name}`,
    'org.opencontainers.image.ref.name': release.version,
  };
  const blob = ({ digest }: Descriptor) => `blobs/${digest.replace(':', '/')}`;
  const texts = {
    'oci-layout': { imageLayoutVersion: '1.0.0' },
    'index.json': {
      schemaVersion: 2,
      mediaType: 'application/vnd.oci.image.index.v1+json',
      manifests: [
        { ...manifest, platform: { architecture: release.architecture, os: 'linux' }, annotations },
      ],
    },
    'manifest.json': [
      { Config: blob(image), RepoTags: [name], Layers: layers.map(({ descriptor }) => blob(descriptor)) },
    ],
  };
  for (const [path, value] of Object.entries(texts)) writeFileSync(join(layout, path), JSON.stringify(value));
}

function writeLayer(layout: string, root: string, release: Release): Layer {
  const tar = join(layout, 'layer.tar');
  const excluded = writable.map(({ path }) => `--exclude=./${path}`);
  execFileSync('tar', [...tarOptions(release), ...excluded, '-C', root, '-cf', tar, '.']);
  for (const { path, ...owned } of writable)
    if (statSync(join(root, path), { throwIfNoEntry: false }) !== undefined)
      execFileSync('tar', [...tarOptions(release, owned), '-C', root, '-rf', tar, `./${path}`]);
  const diffId = `sha256:${sha256(readFileSync(tar))}`;
  execFileSync('gzip', ['-n', tar]);
  return { diffId, descriptor: addBlob(layout, 'application/vnd.oci.image.layer.v1.tar+gzip', `${tar}.gz`) };
}

function writeJson(layout: string, mediaType: string, value: object): Descriptor {
  const file = join(layout, 'blob.json');
  writeFileSync(file, JSON.stringify(value));
  return addBlob(layout, mediaType, file);
}

/** Moves a file to the place that its content names. */
function addBlob(layout: string, mediaType: string, file: string): Descriptor {
  const digest = sha256(readFileSync(file));
  const { size } = statSync(file);
  renameSync(file, join(layout, 'blobs/sha256', digest));
  return { mediaType, digest: `sha256:${digest}`, size };
}
