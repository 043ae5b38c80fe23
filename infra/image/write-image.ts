import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Release } from '../package/archives.js';
import { root } from '../package/checkout.js';
import { readContainerConfig, type ContainerConfig } from './container-config.js';
import { basePackages, downloadPackages, writeDebianBase } from './debian-base.js';
import { writePosternRoot } from './image-roots.js';
import { writeOciImage } from './oci-image.js';

/** Returns the configuration of the image, which the Dockerfile holds. */
export function imageConfig({ version, revision, madeAt }: Release): ContainerConfig {
  const dockerfile = readFileSync(new URL('Dockerfile', import.meta.url), 'utf8');
  const CREATED = new Date(madeAt * 1000).toISOString();
  return readContainerConfig(dockerfile, { VERSION: version, REVISION: revision, CREATED });
}

/**
 * Writes `<tree>.oci.tar` beside the production tree: an image of it on packages of Debian, which are downloaded into
 * `.package/debian` once. Returns the file and the digest of the image.
 */
export async function writeImage(
  tree: string,
  release: Release,
): Promise<{ readonly file: string; readonly digest: string }> {
  const debian = join(root, '.package/debian');
  const roots = [`${tree}.base`, `${tree}.root`] as const;
  for (const folder of roots) rmSync(folder, { recursive: true, force: true });
  writeDebianBase(roots[0], await downloadPackages(basePackages(release.architecture), debian));
  writePosternRoot(roots[1], tree);
  const file = `${tree}.oci.tar`;
  const digest = writeOciImage(file, roots, imageConfig(release), release);
  for (const folder of roots) rmSync(folder, { recursive: true });
  return { file, digest };
}
