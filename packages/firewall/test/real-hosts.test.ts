import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@jest/globals';
import { describeWith } from '@postern/test/environment/describe-with';
import { waitUntil } from '@postern/test/environment/wait-until';
import { formatIpAddress, parseIpAddress } from '@postern/core/ip-address';
import { formatPrefix } from '@postern/core/prefix';
import { findPrefix, lastAddress } from '@postern/core/prefix-set';
import { buildRuleSet } from '../src/build-rule-set.js';
import type { RuleSet } from '../src/rule-set.js';
import { renderTarget } from '../src/targets.js';
import { describeInNamespace, runInNamespace, toolEnvironment, withFiles } from './namespace.js';
import { expectedRules, tuples } from './parsed-rule.js';
import { documentOf, domainOf, scenarios, twoDomains } from './scenarios.js';

const run = promisify(execFile);

/** First − 1, first, last and last + 1 of every prefix of a protocol, with whether the list holds it. */
function boundaries({ sets }: RuleSet, protocol: string): { address: string; isListed: boolean }[] {
  const own = sets.filter(({ origin }) => origin === protocol);
  const texts = own.flatMap(({ prefixes }) =>
    prefixes.flatMap((prefix) =>
      [prefix.value - 1n, prefix.value, lastAddress(prefix), lastAddress(prefix) + 1n].map((value) =>
        formatIpAddress({ family: prefix.family, value }),
      ),
    ),
  );
  return [...new Set(texts)].map((address) => ({
    address,
    isListed: own.some(({ prefixes }) => findPrefix(prefixes, parseIpAddress(address)!) !== null),
  }));
}

describeWith(['postfix'], 'B4 postmap', () => {
  test.each(['seed', 'both-families'])(
    'B4 postmap answers every boundary address of %s as the list does, without a warning',
    async (name) => {
      const ruleSet = scenarios[name]!;
      const wrong = await withFiles(renderTarget('postfix', ruleSet, {}).files, async (folder) => {
        const table = `cidr:${join(folder, 'postern_clients.cidr')}`;
        const answers = boundaries(ruleSet, 'smtp').map(async ({ address, isListed }) => {
          // Exit code 1 is "not found"; a line that postmap skips is named on standard error only.
          const { stdout, stderr } = await run('postmap', ['-q', address, table], {
            env: toolEnvironment,
          }).catch((error: { stdout: string; stderr: string }) => error);
          return stderr === '' && stdout === (isListed ? 'OK\n' : '')
            ? []
            : [`${address}: ${stdout}${stderr}`];
        });
        return (await Promise.all(answers)).flat();
      });
      expect(wrong).toEqual([]);
    },
  );
});

describeWith(['postfix'], 'Postfix', () => {
  test('the removal takes the table out of every service and of main.cf, and leaves the rest as it was', async () => {
    const { files, removes } = renderTarget('postfix', scenarios['both-families']!, {});
    await withFiles([...files, ...removes], async (folder) => {
      const config = join(folder, 'config');
      const environment = { ...toolEnvironment, MAIL_CONFIG: config };
      const postconf = async (...options: string[]) =>
        (await run('postconf', options, { env: environment })).stdout;
      const all = async () => [await postconf('-n'), await postconf('-M'), await postconf('-P')];
      await cp('/etc/postfix', config, { recursive: true });
      await postconf('-e', `config_directory=${config}`, 'smtpd_helo_restrictions=permit_mynetworks');
      await postconf('-M', 'submission/inet=submission inet n - y - - smtpd');
      await postconf('-M', 'submissions/inet=submissions inet n - y - - smtpd');
      const own = 'permit_sasl_authenticated,reject';
      await postconf('-P', `submission/inet/smtpd_client_restrictions=${own}`);
      const before = await all();
      const table = `cidr:${config}/postern_clients.cidr`;
      await cp(join(folder, 'postern_clients.cidr'), join(config, 'postern_clients.cidr'));
      await postconf('-P', `submission/inet/smtpd_client_restrictions=check_client_access,${table},${own}`);
      await postconf('-P', `submissions/inet/smtpd_client_restrictions=check_client_access,${table}`);
      await postconf('-e', `smtpd_helo_restrictions=check_client_access ${table}, permit_mynetworks`);
      expect(await all()).not.toEqual(before);
      await run('sh', [join(folder, 'postern-postfix-remove.sh')], { env: environment });
      expect(await all()).toEqual(before);
      expect(await readdir(config)).not.toContain('postern_clients.cidr');
    });
  });
});

describeWith(['dovecot'], 'Dovecot', () => {
  test('the removal takes the include out of the passdb, and leaves the rest as it was', async () => {
    const { files, removes } = renderTarget('dovecot', scenarios['both-families']!, {});
    await withFiles([...files, ...removes], async (folder) => {
      const config = join(folder, 'config');
      const environment = { ...toolEnvironment, DOVECOT_FOLDER: config };
      const doveconf = async () =>
        (await run('doveconf', ['-n', '-c', join(config, 'dovecot.conf')], { env: environment })).stdout;
      const passdb = (include: string) =>
        `passdb {\n  driver = passwd-file\n  args = /etc/dovecot/users\n${include}}\n`;
      await mkdir(config);
      await writeFile(join(config, 'dovecot.conf'), 'protocols = imap\nssl = no\n!include auth.conf\n');
      await writeFile(join(config, 'auth.conf'), passdb(''));
      const before = await doveconf();
      await cp(join(folder, 'postern-allow-nets.conf.ext'), join(config, 'postern-allow-nets.conf.ext'));
      await writeFile(
        join(config, 'auth.conf'),
        passdb(`  !include ${config}/postern-allow-nets.conf.ext\n`),
      );
      expect(await doveconf()).toContain('allow_nets');
      await run('sh', [join(folder, 'postern-dovecot-remove.sh')], { env: environment });
      expect([await doveconf(), await readFile(join(config, 'auth.conf'), 'utf8')]).toEqual([
        before,
        passdb(''),
      ]);
      expect(await readdir(config)).toEqual(['auth.conf', 'dovecot.conf']);
    });
  });
});

describeWith(['dovecot'], 'B4 Dovecot', () => {
  test('B4 Dovecot lets in both lists, loopback and look-ups without an address, and nobody else', async () => {
    const ruleSet = scenarios['both-families']!;
    const allowNets = renderTarget('dovecot', ruleSet, { furtherSources: ['198.51.100.7'] }).files;
    const wrong = await withFiles(
      [...allowNets, { path: 'users', text: 'jane:{PLAIN}secret\n' }],
      async (folder) => {
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
        return withDovecot(folder, async (config, socket) => {
          const answers = wanted.map(async ({ address, isListed }) => {
            const options = [
              '-c',
              config,
              'auth',
              'test',
              '-a',
              socket,
              ...(address === null ? [] : ['-x', `rip=${address}`]),
              'jane',
              'secret',
            ];
            const isIn = await run('doveadm', options, { env: toolEnvironment }).then(
              () => true,
              () => false,
            );
            return isIn === isListed ? [] : [String(address)];
          });
          return (await Promise.all(answers)).flat();
        });
      },
    );
    expect(wrong).toEqual([]);
  });
});

/** Runs an authentication service of the test's own, as whoever runs the test. */
async function withDovecot<T>(
  folder: string,
  work: (config: string, socket: string) => Promise<T>,
): Promise<T> {
  const { username, gid } = userInfo();
  const groups = (await readFile('/etc/group', 'utf8')).split('\n').map((line) => line.split(':'));
  const group = groups.find(([, , id]) => id === String(gid))?.[0] ?? 'nogroup';
  const lines = [
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
    `passdb {\n  driver = passwd-file\n  args = ${folder}/users\n  !include ${folder}/postern-allow-nets.conf.ext\n}`,
    'userdb {\n  driver = static\n  args = uid=65534 gid=65534 home=/nonexistent\n}',
  ];
  const config = join(folder, 'dovecot.conf');
  await writeFile(config, `${lines.join('\n')}\n`);
  const child = spawn('dovecot', ['-F', '-c', config], { env: toolEnvironment, stdio: 'ignore' });
  const ended = once(child, 'exit');
  try {
    const socket = join(folder, 'run/auth-client');
    await waitUntil(() => child.exitCode !== null || accepts(socket), 10_000);
    return await work(config, socket);
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

/** ufw with a configuration folder of the test's own; not enabled, so it writes its rules to files only. */
const privateUfw = `
d=$PWD/ufw; mkdir -p $d/etc/default $d/etc/ufw/applications.d $d/lib/ufw bin
cp /etc/default/ufw $d/etc/default/; cp /usr/share/ufw/iptables/*.rules /usr/share/ufw/ufw.conf /usr/share/ufw/*.init /etc/ufw/sysctl.conf $d/etc/ufw/
printf '#!/bin/sh\\nexec %s --rootdir=/ --datadir=%s $DRY "$@" 2>/dev/null\\n' "$(command -v ufw)" "$d" > bin/ufw; chmod +x bin/ufw; export PATH=$PWD/bin:$PATH DRY=
rules() { cat $d/etc/ufw/user.rules $d/etc/ufw/user6.rules | grep '^### tuple' || true; }
`;

describeInNamespace(['ufw', 'iptables'], 'B4 ufw', () => {
  // Few rules: ufw starts Python for each.
  const document = documentOf([
    { cidr: '203.0.113.0/27', protocol: 'imap' },
    { cidr: '2001:db8:a::/48', protocol: 'imap' },
    { cidr: '203.0.113.9', protocol: 'smtp' },
  ]);
  const ruleSet = buildRuleSet(document, { ...twoDomains, domains: twoDomains.domains.slice(0, 1) });
  const before = buildRuleSet(
    documentOf([
      { cidr: '203.0.113.64/27', protocol: 'imap' },
      { cidr: '203.0.113.9', protocol: 'smtp' },
    ]),
    { ...twoDomains, domains: [domainOf('mail.example.com', 993, 587)] },
  );
  const { files: old } = renderTarget('ufw', before, {});
  const rendered = renderTarget('ufw', ruleSet, {}, before);
  const files = [
    ...old.map(({ text }) => ({ path: 'before.sh', text })),
    ...rendered.files,
    ...rendered.removes,
  ];

  test('B4 ufw --dry-run takes every command', async () => {
    expect(
      await runInNamespace(
        files,
        `${privateUfw} DRY=--dry-run sh postern-ufw.sh > out; grep -c '^\\*filter' out; rules`,
      ),
    ).toMatch(/^\d+\n$/);
  });

  test('B4 ufw then holds exactly the rules, a second time changes nothing, after the previous revision too, and removing leaves none', async () => {
    const out = await runInNamespace(
      files,
      `${privateUfw} sh postern-ufw.sh >/dev/null; rules; echo ==; sh postern-ufw.sh >/dev/null; rules; echo ==; sh postern-ufw-remove.sh >/dev/null; sh before.sh >/dev/null; sh postern-ufw.sh >/dev/null; sh postern-ufw-gone.sh >/dev/null; rules; echo ==; sh postern-ufw-remove.sh >/dev/null; rules`,
    );
    const [once, twice, updated, removed] = out
      .split('==\n')
      .map((text) => text.split('\n').filter((line) => line !== ''));
    const found = once!.map((line) => {
      const [, port, to, from] = /^### tuple ### allow tcp (\d+) (\S+) any (\S+) in comment=[0-9a-f]+$/.exec(
        line,
      )!;
      return `allow ${from!.includes('/') ? from : `${from}/${from!.includes(':') ? 128 : 32}`} ${to} ${port}`;
    });
    expect(found.sort()).toEqual(tuples(expectedRules(ruleSet, 'private', formatPrefix)));
    expect(twice).toEqual(once);
    expect(updated!.toSorted()).toEqual(once!.toSorted());
    expect(removed).toEqual([]);
  });
});
