import { execFile } from 'node:child_process';
import { access, constants, rm, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

/**
 * The real programs that tests use. Any one of `programs` suffices; the Debian package `debianPackage` contains it.
 */
const systemPrograms = {
  chromium: { programs: ['chromium', 'chromium-browser'], debianPackage: 'chromium' },
  redis: { programs: ['redis-server', 'valkey-server'], debianPackage: 'redis-server' },
  dovecot: { programs: ['dovecot'], debianPackage: 'dovecot-imapd' },
  postfix: { programs: ['postfix'], debianPackage: 'postfix' },
  openssl: { programs: ['openssl'], debianPackage: 'openssl' },
  nft: { programs: ['nft'], debianPackage: 'nftables' },
  iptables: { programs: ['iptables-restore'], debianPackage: 'iptables' },
  ipset: { programs: ['ipset'], debianPackage: 'ipset' },
  ip: { programs: ['ip'], debianPackage: 'iproute2' },
  ufw: { programs: ['ufw'], debianPackage: 'ufw' },
} as const;
export type SystemProgram = keyof typeof systemPrograms;
const names = Object.keys(systemPrograms) as SystemProgram[];

/**
 * Returns the full path of a program; `null` if there is none. Also searches the sbin directories, which are not in
 * the PATH of ordinary users.
 */
export async function findProgram(name: SystemProgram): Promise<string | null> {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/local/sbin', '/usr/sbin', '/sbin'];
  for (const program of systemPrograms[name].programs) {
    for (const folder of folders) {
      const path = join(folder, program);
      const isRunnable = await access(path, constants.X_OK).then(
        () => true,
        () => false,
      );
      if (isRunnable) return path;
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
    const packages = missing.map((name) => systemPrograms[name].debianPackage);
    log(`Installing Debian's ${packages.join(', ')} for the tests (POSTERN_TEST_NO_INSTALL=1 forbids it) …`);
    await installPackages(packages).catch((error: Error) =>
      log(`apt-get failed: ${error.message.split('\n')[0]}`),
    );
  }
  const stillMissing = await missingPrograms();
  for (const name of stillMissing)
    log(`${name} is not installed (Debian: ${systemPrograms[name].debianPackage}); its tests are skipped.`);
  return names.filter((name) => !stillMissing.includes(name));
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

async function installPackages(packages: string[]): Promise<void> {
  const apt = (...options: string[]) =>
    promisify(execFile)('apt-get', ['-qq', '-o', 'DPkg::Lock::Timeout=120', ...options], {
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
  const install = () => apt('install', '--yes', '--no-install-recommends', ...packages);
  const release = await keepServicesStopped();
  try {
    await install().catch(async () => {
      await apt('update'); // The package lists are missing or old, so they are updated first.
      await install();
    });
  } finally {
    await release();
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
