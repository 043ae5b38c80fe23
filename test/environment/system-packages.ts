import { execFile } from 'node:child_process';
import { access, constants, mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

/**
 * The real programs that tests use. Any one of `programs` suffices; the Debian package `debianPackage` contains it.
 */
const systemPrograms = {
  chromium: { programs: ['chromium-headless-shell'], debianPackage: 'chromium-headless-shell' },
  redis: { programs: ['redis-server', 'valkey-server'], debianPackage: 'redis-server' },
  dovecot: { programs: ['dovecot'], debianPackage: 'dovecot-imapd' },
  postfix: { programs: ['postfix'], debianPackage: 'postfix' },
  strip: { programs: ['strip'], debianPackage: 'binutils' },
  systemd: { programs: ['systemd-analyze'], debianPackage: 'systemd' },
  openssl: { programs: ['openssl'], debianPackage: 'openssl' },
  nft: { programs: ['nft'], debianPackage: 'nftables' },
  iptables: { programs: ['iptables-restore'], debianPackage: 'iptables' },
  ipset: { programs: ['ipset'], debianPackage: 'ipset' },
  ip: { programs: ['ip'], debianPackage: 'iproute2' },
  ufw: { programs: ['ufw'], debianPackage: 'ufw' },
  knot: { programs: ['knotd'], debianPackage: 'knot' },
  unbound: { programs: ['unbound'], debianPackage: 'unbound' },
  firewalld: { programs: ['firewalld'], debianPackage: 'firewalld' },
  ansible: { programs: ['ansible-playbook'], debianPackage: 'ansible-core' },
  pgbouncer: { programs: ['pgbouncer'], debianPackage: 'pgbouncer' },
  curl: { programs: ['curl'], debianPackage: 'curl' },
  php: { programs: ['php'], debianPackage: 'php-cli' },
  // Unpacked, because the installed package would start Prometheus.
  promtool: { programs: ['usr/bin/promtool'], debianPackage: 'prometheus', unpacks: ['prometheus'] },
  // Unpacked for the same reason.
  caddy: { programs: ['usr/bin/caddy'], debianPackage: 'caddy', unpacks: ['caddy'] },
  // Debian allows one mail server of a kind, so these are unpacked beside Postfix and Dovecot instead of installed.
  exim: {
    programs: ['usr/sbin/exim4'],
    debianPackage: 'exim4-daemon-light',
    unpacks: ['exim4-daemon-light', 'libidn12'],
  },
  courier: {
    programs: ['usr/sbin/couriertcpd'],
    debianPackage: 'courier-imap',
    unpacks: [
      'courier-imap',
      'courier-base',
      'courier-authlib',
      'courier-authlib-userdb',
      'courier-authdaemon',
      'libcourier-unicode4',
      'libidn12',
      'libltdl7',
      'libpcre3',
      'gamin',
      'libgamin0',
    ],
  },
  // Debian 12 has Dovecot 2.3, whose configuration differs. The package of Debian 13 runs with the libraries of Debian 12.
  'dovecot-2.4': {
    programs: ['usr/sbin/dovecot'],
    debianPackage: 'dovecot-core',
    unpacks: ['dovecot-core'],
    suite: 'trixie',
  },
} as const;
export type SystemProgram = keyof typeof systemPrograms;
const names = Object.keys(systemPrograms) as SystemProgram[];

/**
 * Returns the full path of a program; `null` if there is none. Also searches the sbin directories, which are not in
 * the PATH of ordinary users.
 */
export async function findProgram(name: SystemProgram): Promise<string | null> {
  const program = systemPrograms[name];
  if ('unpacks' in program) return await runnable(join(unpackedFolder(name), program.programs[0]));
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/local/sbin', '/usr/sbin', '/sbin'];
  for (const program of systemPrograms[name].programs) {
    for (const folder of folders) {
      const path = await runnable(join(folder, program));
      if (path !== null) return path;
    }
  }
  return null;
}

/**
 * Installs the Debian packages of missing programs, if this process is root, apt exists and POSTERN_TEST_NO_INSTALL
 * is not 1. Resolves to the programs that exist afterwards.
 */
export async function installMissingPrograms(log: (line: string) => void): Promise<SystemProgram[]> {
  const missing = await missingPrograms();
  const isAllowed = process.env.POSTERN_TEST_NO_INSTALL !== '1' && process.getuid?.() === 0;
  if (missing.length > 0 && isAllowed && (await canRunApt())) {
    const packages = missing
      .filter((name) => !('unpacks' in systemPrograms[name]))
      .map((name) => systemPrograms[name].debianPackage);
    log(
      `Installing Debian's ${missing.map((name) => systemPrograms[name].debianPackage).join(', ')} for the tests (POSTERN_TEST_NO_INSTALL=1 forbids it) …`,
    );
    const unpack = (name: SystemProgram) =>
      unpackPackages(name).catch((error: Error) =>
        log(`${name} was not unpacked: ${error.message.split('\n')[0]}`),
      );
    // Packages of another release have package lists of their own, so that apt-get can download them meanwhile.
    const unpacking = Promise.all(missing.filter(isOfSuite).map(unpack));
    await installPackages(packages).catch((error: Error) =>
      log(`apt-get failed: ${error.message.split('\n')[0]}`),
    );
    await unpacking;
    for (const name of missing.filter((one) => !isOfSuite(one))) await unpack(name);
  }
  const stillMissing = await missingPrograms();
  for (const name of stillMissing)
    log(`${name} is not installed (Debian: ${systemPrograms[name].debianPackage}); its tests are skipped.`);
  return names.filter((name) => !stillMissing.includes(name));
}

/** Where the packages of a program are unpacked: their `usr` and `etc`. */
export function unpackedFolder(name: SystemProgram): string {
  return join(tmpdir(), `postern-packages-${userInfo().uid}`, name);
}

async function runnable(path: string): Promise<string | null> {
  return await access(path, constants.X_OK).then(
    () => path,
    () => null,
  );
}

async function missingPrograms(): Promise<SystemProgram[]> {
  const found = await Promise.all(names.map(findProgram));
  return names.filter((_, index) => found[index] === null);
}

function canRunApt(): Promise<boolean> {
  return access('/usr/bin/apt-get', constants.X_OK).then(
    () => true,
    () => false,
  );
}

type AptPlace = { readonly folder?: string; readonly options?: readonly string[] };

const apt = (command: readonly string[], { folder, options = [] }: AptPlace) =>
  promisify(execFile)('apt-get', ['-qq', '-o', 'DPkg::Lock::Timeout=120', ...options, ...command], {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    ...(folder === undefined ? {} : { cwd: folder }),
  });

/** Runs apt-get; if it fails, updates the package lists, which may be missing or old, and runs it once more. */
async function aptWithFreshLists(command: readonly string[], place: AptPlace = {}): Promise<void> {
  await apt(command, place).catch(async () => {
    await apt(['update'], place);
    await apt(command, place);
  });
}

/** Options for apt-get that read another release of Debian, with package lists of their own in a folder. */
async function suiteOptions(suite: string, folder: string): Promise<string[]> {
  const source = join(folder, 'suite.sources');
  const lines = [
    'Types: deb',
    'URIs: http://deb.debian.org/debian',
    `Suites: ${suite}`,
    'Components: main',
    'Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg',
  ];
  await mkdir(join(folder, 'lists', 'partial'), { recursive: true });
  await writeFile(source, `${lines.join('\n')}\n`);
  const options = [
    `Dir::Etc::SourceList=${source}`,
    'Dir::Etc::SourceParts=/dev/null',
    `Dir::State::Lists=${join(folder, 'lists')}`,
    `Dir::Cache=${folder}`,
    'Acquire::Languages=none',
  ];
  return options.flatMap((option) => ['-o', option]);
}

function isOfSuite(name: SystemProgram): boolean {
  return 'suite' in systemPrograms[name];
}

async function installPackages(packages: string[]): Promise<void> {
  if (packages.length === 0) return;
  const release = await keepServicesStopped();
  try {
    await aptWithFreshLists(['install', '--yes', '--no-install-recommends', ...packages]);
  } finally {
    await release();
  }
}

/** Downloads and unpacks a program's packages without installing them. Throws if this system cannot lay them over its own. */
async function unpackPackages(name: SystemProgram): Promise<void> {
  const program = systemPrograms[name];
  if (!('unpacks' in program)) return;
  const folder = unpackedFolder(name);
  await mkdir(join(folder, '..'), { recursive: true });
  const work = await mkdtemp(`${folder}-`);
  try {
    const options = 'suite' in program ? await suiteOptions(program.suite, work) : [];
    await aptWithFreshLists(['download', ...program.unpacks], { folder: work, options });
    for (const file of (await readdir(work)).filter((one) => one.endsWith('.deb')))
      await promisify(execFile)('dpkg-deb', ['-x', join(work, file), join(work, 'root')]);
    const overlay = `mount -t overlay overlay -o lowerdir=${work}/root/usr:/usr /usr`;
    await promisify(execFile)('unshare', ['-m', 'sh', '-c', overlay]);
    await rename(join(work, 'root'), folder);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/**
 * Prevents Debian from starting the services of new packages: it starts none if policy-rc.d exits with 101 ("action
 * forbidden by policy").
 */
async function keepServicesStopped(): Promise<() => Promise<void>> {
  const policy = '/usr/sbin/policy-rc.d';
  try {
    await writeFile(policy, '#!/bin/sh\nexit 101\n', { flag: 'wx', mode: 0o755 });
  } catch {
    return () => Promise.resolve(); // The system has its own policy-rc.d, which is not replaced.
  }
  return () => rm(policy, { force: true });
}
