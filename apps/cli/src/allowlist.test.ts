import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { sampleAllowlist } from '@postern/core/sample-allowlist';
import { documentOf } from '@postern/firewall/test/scenarios';
import { describeInNamespace, runInNamespace } from '@postern/firewall/test/namespace';
import { Command } from 'commander';
import { allowlistCommand } from './allowlist.js';
import { firewallCommand } from './firewall.js';

let folder = '';
beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), 'postern-cli-'))));
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Runs a command in this process and returns its output and exit code. */
async function postern(...line: string[]): Promise<{ out: string; err: string; code: number }> {
  const program = new Command('postern')
    .exitOverride()
    .addCommand(firewallCommand())
    .addCommand(allowlistCommand());
  let [out, err] = ['', ''];
  const spies = [
    jest.spyOn(process.stdout, 'write').mockImplementation((text) => (out += String(text)) !== ''),
    jest.spyOn(process.stderr, 'write').mockImplementation((text) => (err += String(text)) !== ''),
  ];
  let code = 0;
  try {
    await program.parseAsync(['node', 'postern', ...line]);
    code = Number(process.exitCode ?? 0);
  } catch (error) {
    [err, code] = [`${err}${error instanceof Error ? error.message : String(error)}`, 1];
  } finally {
    process.exitCode = 0;
    for (const spy of spies) spy.mockRestore();
  }
  return { out, err, code };
}

async function file(name: string, content: unknown): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

const servers = [
  '--imap',
  'mail.example.com:993',
  '--smtp',
  'mail.example.com:465',
  '--destination',
  'mail.example.com=192.0.2.10,2001:db8::10',
];

describe('postern allowlist', () => {
  test('postern allowlist show prints the sample list and a notice that it is the sample', async () => {
    const { out, err } = await postern('allowlist', 'show', '--protocol', 'smtp');
    expect(out.split('\n')[1]).toBe('54.174.62.192/30');
    expect(err).toContain('has not published a list yet');
  });

  test('postern allowlist show requires --protocol for text, because lists are never merged', async () => {
    expect(await postern('allowlist', 'show')).toMatchObject({ out: '', code: 1 });
  });

  test('B6 postern allowlist match prints rule and reason, and exits 1 if no rule lets the address in', async () => {
    expect(
      await postern('allowlist', 'match', '54.174.62.196', 'mail.example.com', '993', ...servers),
    ).toMatchObject({ code: 0, out: expect.stringContaining('allow: ') });
    expect(
      await postern('allowlist', 'match', '54.174.62.196', '192.0.2.10', '465', ...servers),
    ).toMatchObject({ code: 1, out: expect.stringContaining('none: ') });
    expect(await postern('allowlist', 'match', '54.174.62.196')).toMatchObject({
      code: 0,
      out: 'imap4 54.174.62.196/30\n',
    });
  });

  test('B5 postern allowlist diff prints the changed entries and exits 1', async () => {
    const before = await file('before.json', sampleAllowlist);
    const after = await file('after.json', {
      ...sampleAllowlist,
      revision: 2,
      entries: sampleAllowlist.entries.slice(1),
    });
    expect(await postern('allowlist', 'diff', before, before)).toMatchObject({ code: 0, out: '' });
    const { out, code } = await postern('allowlist', 'diff', before, after);
    expect([out, code]).toEqual([
      `- 54.174.62.128/26 imap every data centre active 2024-03-22T00:00:00.000Z\n`,
      1,
    ]);
  });

  test('postern allowlist lint exits 1 on errors', async () => {
    const bad = await file(
      'bad.json',
      documentOf([
        { cidr: '10.0.0.0/8', protocol: 'imap' },
        { cidr: '203.0.113.0/24', protocol: 'smtp' },
      ]),
    );
    expect(await postern('allowlist', 'lint', '--allowlist', bad)).toMatchObject({
      code: 1,
      out: expect.stringContaining('error prefix-reserved'),
    });
    expect(await postern('allowlist', 'lint')).toMatchObject({ code: 0, out: '' });
  });

  test.each([
    ['{', 'is not JSON'],
    [{ results: [{ cidr: '0.0.0.0/0', direction: 'EGRESS', service: 'EMAIL' }] }, 'results[0].cidr'],
    [{ ...sampleAllowlist, entries: [{ cidr: '', protocol: 'imap' }] }, 'entries[0].cidr'],
  ])('names the fault of a file that is no allowlist: %j', async (content, fault) => {
    const { err, code } = await postern(
      'allowlist',
      'lint',
      '--allowlist',
      await file('fault.json', content),
    );
    expect([code, err]).toEqual([1, expect.stringContaining(fault)]);
  });

  test('reads an allowlist from Postern’s URL with a token, and from the vendor’s IP-range feed', async () => {
    const seen: string[] = [];
    const feed = {
      results: [{ cidr: '203.0.113.0/24', direction: 'EGRESS', service: 'EMAIL', description: 'SMTP' }],
    };
    const server = createServer((request, answer) => {
      seen.push(`${request.url} ${request.headers.authorization}`);
      answer.end(JSON.stringify(request.url === '/v1/allowlist' ? sampleAllowlist : feed));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const token = await file('token', 'secret-token\n');
    const own = await postern(
      'allowlist',
      'show',
      '--protocol',
      'imap',
      '--allowlist',
      origin,
      '--token-file',
      token,
    );
    const vendors = await postern(
      'allowlist',
      'show',
      '--protocol',
      'smtp',
      '--allowlist',
      `${origin}/ip-ranges`,
    );
    server.close();
    expect(own.out).toContain('54.174.62.196/30\n');
    expect(vendors.out).toBe('203.0.113.0/24\n');
    expect(seen).toEqual(['/v1/allowlist Bearer secret-token', '/ip-ranges undefined']);
  });
});

describe('postern firewall', () => {
  test('postern firewall lists the targets, including those of Terraform', async () => {
    const { out } = await postern('firewall');
    expect(
      out
        .trim()
        .split('\n')
        .map((line) => line.split(' ')[0]),
    ).toEqual(
      expect.arrayContaining([
        'feed',
        'nftables',
        'terraform-aws',
        'terraform-azure',
        'terraform-google',
        'handover',
      ]),
    );
  });

  test('postern firewall --describe prints the parameters of a target as JSON Schema', async () => {
    const { out } = await postern('firewall', 'terraform-aws', '--describe');
    expect(JSON.parse(out)).toHaveProperty('parameters.properties.securityGroupIds');
  });

  test('postern firewall prints a single file on standard output and findings on standard error', async () => {
    const { out, err } = await postern('firewall', 'postfix', ...servers);
    expect(out).toMatch(/^# SAMPLE: .*\n# Postern: .*\n(?:#.*\n)*(?:\S+ OK\n){6}$/);
    expect(err).toContain('warning: ');
  });

  test('postern firewall --out writes the files of a Terraform module to a folder', async () => {
    const out = join(folder, 'module');
    await postern('firewall', 'terraform-aws', ...servers, '--out', out);
    expect(JSON.parse(await readFile(join(out, 'main.tf.json'), 'utf8'))).toHaveProperty(
      'resource.aws_ec2_managed_prefix_list',
    );
  });

  test('postern firewall exits 2 and writes nothing for a list that would allow the whole internet', async () => {
    const half = await file(
      'half.json',
      documentOf(['0.0.0.0/1', '128.0.0.0/1'].map((cidr) => ({ cidr, protocol: 'imap' }))),
    );
    const out = join(folder, 'refused');
    for (const target of ['cisco-asa', 'nftables', 'terraform-aws', 'feed']) {
      const refused = await postern('firewall', target, ...servers, '--allowlist', half, '--out', out);
      expect(refused).toMatchObject({ code: 2, out: '', err: expect.stringContaining('error: ') });
      expect(refused.err).not.toContain('wrote');
    }
  });

  test('postern firewall reads settings that the API exported, without those of attempts', async () => {
    const row = (host: string, origin?: string) =>
      JSON.stringify({
        domain: 'example.com',
        kind: 'imap',
        imap: { host, port: 993 },
        smtp: { host, port: 465 },
        origin,
      });
    const settings = await file(
      'settings.ndjson',
      `${row('mail.example.com')}\n${row('evil.example.net', 'attempt')}\n`,
    );
    const { out } = await postern('firewall', 'handover', '--settings', settings);
    expect(out).toContain('mail.example.com');
    expect(out).not.toContain('evil');
  });

  test('postern firewall removes prefixes of the previous list and servers of the previous settings', async () => {
    const previous = await file(
      'previous.json',
      documentOf([
        { cidr: '203.0.113.0/24', protocol: 'imap' },
        { cidr: '203.0.113.0/24', protocol: 'smtp' },
      ]),
    );
    const now = await file(
      'now.json',
      documentOf([
        { cidr: '203.0.113.0/25', protocol: 'imap' },
        { cidr: '203.0.113.0/24', protocol: 'smtp' },
      ]),
    );
    const ufw = await postern('firewall', 'ufw', ...servers, '--allowlist', now, '--previous', previous);
    expect(ufw.out).toContain('==> postern-ufw-gone.sh <==');
    expect(
      ufw.out.split('==> postern-ufw-remove.sh')[0]!.match(/^ufw delete .*203\.0\.113\.0\/24.* port 993$/gm),
    ).toHaveLength(1);
    const asa = await postern(
      'firewall',
      'cisco-asa',
      ...servers,
      '--allowlist',
      now,
      '--previous',
      previous,
    );
    expect(asa.out).toContain(' no network-object 203.0.113.0 255.255.255.0\n');
    const settings = await file('before.json', {
      domain: 'example.net',
      kind: 'imap',
      imap: { host: '192.0.2.99', port: 993 },
      smtp: { host: '192.0.2.99', port: 587 },
    });
    const moved = await postern('firewall', 'cisco-asa', ...servers, '--previous-settings', settings);
    expect(moved.out).toMatch(/^no access-list .* host 192\.0\.2\.99 eq 587$/m);
  });

  test.each([
    [['no-such-target'], 'There is no target no-such-target'],
    [['nftables', '-p', 'table=a b'], '--parameter table'],
    [['nftables', '--imap', 'mail.example.com'], '--imap'],
    [['nftables', '--destination', 'mx.example.net=any', ...servers], '--destination'],
  ])('the error for the command line %j names its fault', async (line, fault) => {
    expect(await postern('firewall', ...line)).toMatchObject({
      code: 1,
      err: expect.stringContaining(fault),
    });
  });
});

describe('B5 postern allowlist check', () => {
  test('B5 a plain list with the right addresses passes the check, in any notation', async () => {
    const same = await file(
      'same.txt',
      '# ours\n54.174.62.128/27\n54.174.62.160/27\n54.174.62.196/30\n141.193.184.0/27\n141.193.185.0/27\n143.244.82.8/30\n143.244.87.0/25\n',
    );
    expect(await postern('allowlist', 'check', same, '--protocol', 'imap')).toMatchObject({
      code: 0,
      out: 'as in revision 1\n',
    });
    expect(await postern('allowlist', 'check', same, '--protocol', 'smtp')).toMatchObject({
      code: 1,
      out: expect.stringContaining('missing: 54.174.62.192/30\n'),
    });
  });

  test('B5 a line that is not a prefix fails the check, because a difference could be hidden', async () => {
    const broken = await file('broken.txt', '54.174.62.128/26\nany\n');
    expect(await postern('allowlist', 'check', broken, '--protocol', 'imap')).toMatchObject({
      code: 2,
      out: expect.stringContaining('any'),
    });
  });

  test('B5 the check compares the addresses that the ingress rules in terraform show -json let in', async () => {
    const module = await postern('firewall', 'terraform-aws', ...servers, '--json');
    const { files } = JSON.parse(module.out) as { files: { path: string; text: string }[] };
    const main = files.find(({ path }) => path === 'main.tf.json')!.text;
    const check = async (text: string) =>
      postern('firewall', 'check', 'terraform-aws', await file('main.tf.json', text), ...servers);
    expect(await check(main)).toMatchObject({ code: 0 });
    expect(await check(main.replace('54.174.62.128/26', '54.174.62.128/27'))).toMatchObject({
      code: 1,
      out: expect.stringContaining('missing: 54.174.62.160/27 to port 993\n'),
    });
    const { resource } = JSON.parse(main) as { resource: Record<string, object> };
    delete resource['aws_vpc_security_group_ingress_rule'];
    expect(await check(JSON.stringify({ resource }))).toMatchObject({ code: 1 });
    expect(await check('{}')).toMatchObject({ code: 2 });
  });

  test('B5 postern firewall check --json prints the files that repair a difference', async () => {
    const table = await file('clients.cidr', '54.174.62.128/26 OK\n');
    const { out, code } = await postern('firewall', 'check', 'postfix', table, ...servers, '--json');
    const report = JSON.parse(out) as { state: string; repair: { path: string }[] };
    expect([code, report.state, report.repair.map(({ path }) => path)]).toEqual([
      1,
      'drifted',
      ['postern_clients.cidr'],
    ]);
    expect(await postern('firewall', 'check', 'handover', table)).toMatchObject({ code: 1 });
  });
});

describeInNamespace(['nft', 'iptables', 'ipset'], 'B5 check of rules in the kernel', () => {
  const render = async (target: string, ...more: string[]) => {
    const { out } = await postern('firewall', target, ...servers, '--json', ...more);
    return (JSON.parse(out) as { files: { path: string; text: string }[] }).files;
  };

  test.each([[[]], [['--data-center', 'eu1']]])(
    'B5 the check reads the output of nft, with the options %j',
    async (center: string[]) => {
      const files = await render('nftables', ...center);
      const jump =
        'nft -f postern.nft; nft add chain inet filter input "{ type filter hook input priority 0; }"; nft add rule inet filter input jump postern';
      const sound = await file('nft.json', await runInNamespace(files, `${jump}; nft -j list ruleset`));
      expect(await postern('allowlist', 'check', sound, ...servers, ...center)).toMatchObject({
        code: 0,
        out: 'as in revision 1\n',
      });
      const drifted = await file(
        'nft.json',
        await runInNamespace(
          files,
          `sed -i "s#  143.244.87.0/25#  143.244.87.0/24#" postern.nft; ${jump}; nft -j list ruleset`,
        ),
      );
      const { out, code } = await postern('allowlist', 'check', drifted, ...servers, ...center);
      expect([code, out.match(/^wider: 143\.244\.87\.128\/25 /gm)?.length]).toEqual([1, 2]);
    },
  );

  test('B5 the check of iptables-save fails without the output of ipset save', async () => {
    const files = await render('iptables');
    const jump =
      'sh apply.sh; iptables -A INPUT -j POSTERN; ip6tables -A INPUT -j POSTERN; iptables-save; ip6tables-save';
    const whole = await file('chain', await runInNamespace(files, `${jump}; ipset save`));
    expect(await postern('firewall', 'check', 'iptables', whole, ...servers)).toMatchObject({ code: 0 });
    const half = await file('chain', await runInNamespace(files, jump));
    expect(await postern('allowlist', 'check', half, ...servers)).toMatchObject({
      code: 2,
      out: expect.stringContaining('ipset save'),
    });
  });
});

test('building the commands loads neither cdktn nor the rule renderers', async () => {
  const built = (name: string) => JSON.stringify(new URL(`../dist/${name}.js`, import.meta.url).href);
  const script = `const t = performance.now(); const { firewallCommand } = await import(${built('firewall')}); const { allowlistCommand } = await import(${built('allowlist')}); firewallCommand(); allowlistCommand(); console.log(performance.now() - t)`;
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--input-type=module',
    '-e',
    `import { registerHooks } from 'node:module'; registerHooks({ resolve(name, context, next) { if (name === 'cdktn') throw new Error('cdktn was loaded'); return next(name, context); } }); ${script}`,
  ]);
  expect(Number(stdout)).toBeGreaterThan(0);
});
