import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  globSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { sha256 } from '../package/sha256.js';

/** A package of Debian with a fixed content. */
export type DebianPackage = { readonly url: string; readonly sha256: string };

/**
 * The packages that Node needs: C and C++ libraries and certificate authorities. `base-files` brings the licence texts
 * that the packages refer to, and the name of the release, which scanners for vulnerabilities read.
 */
export const baseNames = ['base-files', 'libc6', 'gcc-14-base', 'libgcc-s1', 'libstdc++6', 'ca-certificates'];

/** What the image keeps of the packages; the rest serves people and shells. */
const kept = ['lib*', 'usr/lib*', 'usr/share/common-licenses', 'usr/share/doc/*/copyright', 'etc/os-release'];
const dropped = ['usr/lib/*/gconv', 'usr/lib/*/audit', 'usr/lib/systemd', 'usr/lib/tmpfiles.d'];

/** Returns the packages of base-packages.json for amd64 or arm64. */
export function basePackages(architecture: string): readonly DebianPackage[] {
  const text = readFileSync(new URL('base-packages.json', import.meta.url), 'utf8');
  const packages = (JSON.parse(text) as Record<string, DebianPackage[]>)[architecture];
  if (packages === undefined) throw new Error(`base-packages.json has no packages for ${architecture}`);
  return packages;
}

/**
 * Downloads packages into a folder, where one of an earlier run stays, and returns their files. Throws if a package is
 * not what it was when it was chosen, or if Debian has replaced it.
 */
export async function downloadPackages(
  packages: readonly DebianPackage[],
  folder: string,
): Promise<string[]> {
  mkdirSync(folder, { recursive: true });
  const files: string[] = [];
  for (const { url, sha256: digest } of packages) {
    const file = join(folder, `${digest}.deb`);
    if (!existsSync(file)) await download(url, digest, file);
    files.push(file);
  }
  return files;
}

async function download(url: string, expected: string, file: string): Promise<void> {
  const answer = await fetch(url, { signal: AbortSignal.timeout(120_000) });
  if (answer.status === 404)
    throw new Error(
      `Debian has replaced ${basename(url)}. “npm run package -- --update-base” chooses its newer packages.`,
    );
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  const bytes = Buffer.from(await answer.arrayBuffer());
  const found = sha256(bytes);
  if (found !== expected) throw new Error(`${url} has the SHA-256 ${found} instead of ${expected}`);
  writeFileSync(`${file}.part`, bytes);
  renameSync(`${file}.part`, file);
}

/** Writes the base of the image from the files of its packages into an empty folder. */
export function writeDebianBase(folder: string, files: readonly string[]): void {
  const unpacked = `${folder}.unpacked`;
  const status = join(folder, 'var/lib/dpkg/status.d');
  mkdirSync(status, { recursive: true });
  for (const file of files) {
    execFileSync('dpkg-deb', ['-x', file, unpacked]);
    // Scanners read here which packages an image without dpkg has.
    const control = execFileSync('dpkg-deb', ['-f', file], { encoding: 'utf8' });
    writeFileSync(join(status, /^Package: (.*)$/m.exec(control)![1]!), control);
  }
  for (const path of dropped.flatMap((pattern) => globSync(pattern, { cwd: unpacked })))
    rmSync(join(unpacked, path), { recursive: true });
  for (const path of kept.flatMap((pattern) => globSync(pattern, { cwd: unpacked })))
    cpSync(join(unpacked, path), join(folder, path), { recursive: true, verbatimSymlinks: true });
  const authorities = globSync('usr/share/ca-certificates/mozilla/*.crt', { cwd: unpacked }).toSorted();
  mkdirSync(join(folder, 'etc/ssl/certs'), { recursive: true });
  writeFileSync(
    join(folder, 'etc/ssl/certs/ca-certificates.crt'),
    authorities.map((path) => readFileSync(join(unpacked, path), 'utf8')).join(''),
  );
  rmSync(unpacked, { recursive: true });
}
