import { execFile } from 'node:child_process';
import { cp, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@jest/globals';
import { describeWith } from '@postern/test/environment/describe-with';
import { formatPrefix } from '@postern/core/prefix';
import { buildRuleSet } from '../src/build-rule-set.js';
import { renderTarget } from '../src/targets.js';
import { boundaries } from './boundaries.js';
import { describeInNamespace, runInNamespace, toolEnvironment, withFiles } from './namespace.js';
import { expectedRules, tuples } from './parsed-rule.js';
import { documentOf, domainOf, scenarios, twoDomains } from './scenarios.js';

const run = promisify(execFile);

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
