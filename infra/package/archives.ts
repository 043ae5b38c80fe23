import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { root } from './checkout.js';

/** What an archive is made from: the same values give the same bytes, wherever and whenever it is made. */
export type Release = {
  readonly version: string;
  /** The commit, 40 hexadecimal digits. */
  readonly revision: string;
  /** Seconds since 1970 of every file in the archives: the time of the commit. */
  readonly madeAt: number;
  /** Debian's name of the processor: amd64 or arm64. */
  readonly architecture: string;
};

/**
 * Options of GNU tar that give the same bytes for the same files, whatever account, umask and time wrote them; `owner`
 * is the numeric user and group of every entry.
 */
export function tarOptions({ madeAt }: Release, { owner = 0, mode = sameMode } = {}): string[] {
  const owned = [`--owner=${owner}`, `--group=${owner}`, '--numeric-owner', `--mode=${mode}`];
  return ['--sort=name', '--format=gnu', `--mtime=@${madeAt}`, ...owned];
}

/** Everybody may read, and run what its owner may run: what a umask of 022 leaves. */
const sameMode = 'u+rwX,go+rX,go-w';

/** Writes `<tree>.tar.gz` beside the tree and returns its path. */
export function writeTarball(tree: string, release: Release): string {
  const file = `${tree}.tar.gz`;
  // gzip -n writes neither a name nor a time into the header.
  const options = [...tarOptions(release), '-I', 'gzip -n', '-C', dirname(tree)];
  execFileSync('tar', [...options, '-cf', file, basename(tree)]);
  return file;
}

/**
 * Writes the Debian package beside the tree and returns its path: the tree in /usr/lib/postern, the command in
 * /usr/bin, the units of systemd, and a user `postern` that systemd-sysusers makes.
 */
export function writeDebianPackage(tree: string, release: Release): string {
  const content = `${tree}.deb-content`;
  rmSync(content, { recursive: true, force: true });
  const put = (path: string, text: string, mode = 0o644) => {
    mkdirSync(dirname(join(content, path)), { recursive: true });
    writeFileSync(join(content, path), text, { mode });
  };
  mkdirSync(join(content, 'usr/lib'), { recursive: true });
  mkdirSync(join(content, 'usr/bin'), { recursive: true });
  cpSync(tree, join(content, 'usr/lib/postern'), { recursive: true, verbatimSymlinks: true });
  symlinkSync('../lib/postern/bin/postern', join(content, 'usr/bin/postern'));
  cpSync(join(root, 'infra/systemd'), join(content, 'usr/lib/systemd/system'), { recursive: true });
  put('usr/lib/sysusers.d/postern.conf', 'u postern - "Postern" /var/lib/postern\n');
  put('usr/share/doc/postern/copyright', copyright);
  cpSync(join(root, 'docs/configuration.md'), join(content, 'usr/share/doc/postern/configuration.md'));
  put('DEBIAN/control', control(release));
  put('DEBIAN/postinst', postinst, 0o755);
  put('DEBIAN/prerm', prerm, 0o755);
  execFileSync('chmod', ['-R', sameMode, content]);
  // dpkg-deb leaves times before SOURCE_DATE_EPOCH as they are.
  const touch = ['touch', '--no-dereference', `--date=@${release.madeAt}`];
  execFileSync('find', [content, '-exec', ...touch, '{}', '+']);
  const file = `${dirname(tree)}/postern_${release.version}_${release.architecture}.deb`;
  execFileSync('dpkg-deb', ['--root-owner-group', '--build', '-Zgzip', content, file], {
    env: { ...process.env, SOURCE_DATE_EPOCH: String(release.madeAt) },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  rmSync(content, { recursive: true });
  return file;
}

/** Node needs the C and C++ libraries; certificates are checked against those of Node and of the system. */
const control = ({ version, architecture }: Release): string => `Package: postern
Version: ${version}
Architecture: ${architecture}
Maintainer: Postern <postern@localhost>
Depends: libc6 (>= 2.28), libstdc++6 (>= 8), ca-certificates
Recommends: systemd
Suggests: postgresql, redis-server
Section: mail
Priority: optional
Description: mail server settings per domain, verified and firewalled
 Keeps the mail servers of a company's email domains, verifies them against the
 real servers, and writes firewall rules for the addresses and ports they need.
`;

const copyright = `Postern is under the MIT licence: /usr/lib/postern/LICENSE.
The licences of its dependencies: /usr/lib/postern/THIRD-PARTY-LICENSES.
`;

const postinst = `#!/bin/sh
set -e
if command -v systemd-sysusers >/dev/null; then systemd-sysusers postern.conf; fi
if [ -d /run/systemd/system ]; then systemctl daemon-reload; fi
`;

const prerm = `#!/bin/sh
set -e
if [ "$1" = remove ] && [ -d /run/systemd/system ]; then
  systemctl stop postern-api.service postern-worker.service postern-migrate.service || true
fi
`;
