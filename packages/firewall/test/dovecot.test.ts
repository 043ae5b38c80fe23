import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@jest/globals';
import { describeWith, type TestNeed } from '@postern/test/environment/describe-with';
import { unpackedFolder } from '@postern/test/environment/system-packages';
import { waitUntil } from '@postern/test/environment/wait-until';
import { renderTarget } from '../src/targets.js';
import { boundaries } from './boundaries.js';
import { toolEnvironment, withFiles } from './namespace.js';
import { scenarios } from './scenarios.js';

const run = promisify(execFile);
const ruleSet = scenarios['both-families']!;

/** What differs between the two syntaxes, of which Dovecot reads one. */
type Version = {
  readonly version: '2.3' | '2.4';
  readonly needs: readonly TestNeed[];
  /** Commands that come before a program of this version. */
  readonly mounts: readonly string[];
  readonly head: readonly string[];
  readonly passdb: (users: string, include: string) => string;
  readonly userdb: string;
};

/** Dovecot 2.4 is unpacked, not installed: in a mount namespace it lies over the files of 2.3. */
const unpacked = unpackedFolder('dovecot-2.4');
const versions: readonly Version[] = [
  {
    version: '2.3',
    needs: ['dovecot'],
    mounts: [],
    head: [],
    passdb: (users, include) => `passdb {\n  driver = passwd-file\n  args = ${users}\n${include}}\n`,
    userdb: 'userdb {\n  driver = static\n  args = uid=65534 gid=65534 home=/nonexistent\n}',
  },
  {
    version: '2.4',
    needs: ['dovecot', 'dovecot-2.4', 'root'],
    mounts: ['usr/lib/dovecot', 'usr/bin/doveconf', 'usr/sbin/dovecot'].map(
      (path) => `mount --bind ${unpacked}/${path} /${path}`,
    ),
    head: ['dovecot_config_version = 2.4.0', 'dovecot_storage_version = 2.4.0'],
    passdb: (users, include) => `passdb passwd-file {\n  passwd_file_path = ${users}\n${include}}\n`,
    userdb: 'userdb static {\n  fields {\n    uid = 65534\n    gid = 65534\n    home = /nonexistent\n  }\n}',
  },
];

/** The command line that runs a program of this version. */
function programOf({ mounts }: Version, program: string, args: readonly string[]): [string, string[]] {
  if (mounts.length === 0) return [program, [...args]];
  const script = [...mounts, 'exec "$@"'].join('; ');
  return ['unshare', ['--mount', 'sh', '-euc', script, 'sh', program, ...args]];
}

for (const version of versions) {
  describeWith(version.needs, `Dovecot ${version.version}`, () => {
    test('the removal takes the include out of the passdb, and leaves the rest as it was', async () => {
      const { files, removes } = renderTarget('dovecot', ruleSet, { version: version.version });
      await withFiles([...files, ...removes], async (folder) => {
        const config = join(folder, 'config');
        const env = { ...toolEnvironment, DOVECOT_FOLDER: config };
        const output = async (program: string, args: readonly string[]) =>
          (await run(...programOf(version, program, args), { env })).stdout;
        const doveconf = () => output('doveconf', ['-n', '-c', join(config, 'dovecot.conf')]);
        const passdb = (include: string) => version.passdb('/etc/dovecot/users', include);
        await mkdir(config);
        const main = [...version.head, 'protocols =', 'ssl = no', '!include auth.conf', ''].join('\n');
        await writeFile(join(config, 'dovecot.conf'), main);
        await writeFile(join(config, 'auth.conf'), passdb(''));
        const before = await doveconf();
        await cp(join(folder, 'postern-allow-nets.conf.ext'), join(config, 'postern-allow-nets.conf.ext'));
        await writeFile(
          join(config, 'auth.conf'),
          passdb(`  !include ${config}/postern-allow-nets.conf.ext\n`),
        );
        expect(await doveconf()).toContain('allow_nets');
        await output('sh', [join(folder, 'postern-dovecot-remove.sh')]);
        expect([await doveconf(), await readFile(join(config, 'auth.conf'), 'utf8')]).toEqual([
          before,
          passdb(''),
        ]);
        expect(await readdir(config)).toEqual(['auth.conf', 'dovecot.conf']);
      });
    });

    test('B4 Dovecot lets in both lists, loopback and look-ups without an address, and nobody else', async () => {
      const parameters = { version: version.version, furtherSources: ['198.51.100.7'] };
      const { files } = renderTarget('dovecot', ruleSet, parameters);
      const wanted = [
        ...boundaries(ruleSet, 'imap').filter(({ isListed }) => isListed),
        ...boundaries(ruleSet, 'smtp').filter(({ isListed }) => isListed),
        { address: '203.0.113.68', isListed: false },
        { address: '127.0.0.1', isListed: true },
        { address: '::1', isListed: true },
        { address: null, isListed: true },
        { address: '198.51.100.7', isListed: true },
        { address: '198.51.100.8', isListed: false },
      ];
      const users = { path: 'users', text: 'jane:{PLAIN}secret\n' };
      const wrong = await withFiles([...files, users], (folder) =>
        withDovecot(version, folder, async (client, socket) => {
          const answers = wanted.map(async ({ address, isListed }) => {
            const rip = address === null ? [] : ['-x', `rip=${address}`];
            const options = ['-c', client, 'auth', 'test', '-a', socket, ...rip, 'jane', 'secret'];
            const isIn = await run('doveadm', options, { env: toolEnvironment }).then(
              () => true,
              () => false,
            );
            return isIn === isListed ? [] : [String(address)];
          });
          return (await Promise.all(answers)).flat();
        }),
      );
      expect(wrong).toEqual([]);
    });
  });
}

/**
 * Runs an authentication service of the test's own, as whoever runs the test. doveadm is always that of Dovecot 2.3, which
 * reads a configuration of its own and speaks the same protocol on the socket.
 */
async function withDovecot<T>(
  version: Version,
  folder: string,
  work: (client: string, socket: string) => Promise<T>,
): Promise<T> {
  const { username, gid } = userInfo();
  const groups = (await readFile('/etc/group', 'utf8')).split('\n').map((line) => line.split(':'));
  const group = groups.find(([, , id]) => id === String(gid))?.[0] ?? 'nogroup';
  const lines = [
    ...version.head,
    `base_dir = ${folder}/run`,
    `state_dir = ${folder}/state`,
    `log_path = ${folder}/log`,
    'protocols =',
    'ssl = no',
    `default_internal_user = ${username}`,
    `default_internal_group = ${group}`,
    `default_login_user = ${username}`,
    'auth_failure_delay = 0',
    'service anvil {\n  chroot =\n  unix_listener anvil-auth-penalty {\n    mode = 0\n  }\n}',
    version.passdb(`${folder}/users`, `  !include ${folder}/postern-allow-nets.conf.ext\n`),
    version.userdb,
  ];
  const [config, client] = [join(folder, 'dovecot.conf'), join(folder, 'doveadm.conf')];
  await writeFile(config, `${lines.join('\n')}\n`);
  await writeFile(client, 'protocols =\nssl = no\n');
  const options = { env: toolEnvironment, stdio: 'ignore' } as const;
  const child = spawn(...programOf(version, 'dovecot', ['-F', '-c', config]), options);
  const ended = once(child, 'exit');
  try {
    const socket = join(folder, 'run/auth-client');
    await waitUntil(() => child.exitCode !== null || accepts(socket), 10_000);
    return await work(client, socket);
  } finally {
    child.kill('SIGTERM');
    await ended;
  }
}

function accepts(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection(path);
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}
