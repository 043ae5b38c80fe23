import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { unzipSync } from 'fflate';
import { startTestApi, type TestApi } from '@postern/test/api/start-test-api';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
  const settings = (domain: string, smtp: object) => ({
    domain,
    kind: 'imap',
    imap: { host: 'mail.example.com', port: 993 },
    smtp,
  });
  const bodies = [
    settings('one.example.com', { host: 'mail.example.com', port: 465 }),
    settings('two.example.com', { host: 'mail.example.com', port: 587 }),
  ];
  for (const body of bodies) await api.call('POST', '/v1/mail-settings', { body });
});
afterAll(() => api.stop());

const token = () => api.account.tokens.network;
const post = (path: string, body: unknown = {}, headers: Record<string, string> = {}) =>
  api.call('POST', `/v1/firewall/${path}`, { token: token(), body, headers });

describe('B6 whether the rules allow a connection', () => {
  test.each([
    ['54.174.62.195', 465, 'allow'],
    ['54.174.62.195', 587, 'allow'],
    ['54.174.62.195', 993, 'none'],
    ['54.174.62.196', 993, 'allow'],
    ['54.174.62.196', 465, 'none'],
    ['143.244.82.11', 993, 'allow'],
    ['143.244.82.11', 587, 'none'],
    ['143.244.82.12', 587, 'allow'],
    ['143.244.82.12', 993, 'none'],
    ['143.244.87.127', 993, 'allow'],
    ['143.244.87.128', 993, 'none'],
    ['54.174.62.196', 143, 'none'],
  ])('%s to port %i: %s', async (source, port, action) => {
    const { status, body } = await post('match', { source, destination: 'mail.example.com', port });
    expect([status, body.action]).toEqual([200, action]);
    expect(String(body.reason)).toMatch(/.{10}/);
    expect(body.rule === null).toBe(action === 'none');
    expect(body.findings).toEqual([expect.objectContaining({ code: 'sample-allowlist' })]);
  });

  test('an unknown destination is none, a malformed address is refused', async () => {
    expect(
      (await post('match', { source: '54.174.62.196', destination: 'else.example.com', port: 993 })).body
        .action,
    ).toBe('none');
    expect(
      (await post('match', { source: '54.174.62', destination: 'mail.example.com', port: 993 })).status,
    ).toBe(400);
  });
});

describe('B4 rules for the customer’s own equipment', () => {
  test('every target renders without parameters, and its files name the revision', async () => {
    const { body } = await api.call('GET', '/v1/firewall/targets', { token: token() });
    const targets = body.data as unknown as { id: string; parameters: { type: string } }[];
    expect(targets.map(({ id }) => id).toSorted()).toEqual([
      'ansible',
      'cilium',
      'cisco-asa',
      'dovecot',
      'feed',
      'firewalld',
      'fortigate',
      'handover',
      'iptables',
      'juniper-srx',
      'kubernetes',
      'mikrotik',
      'nftables',
      'opnsense',
      'paloalto',
      'pfsense',
      'postfix',
      'terraform-aws',
      'terraform-azure',
      'terraform-google',
      'ufw',
      'windows',
    ]);
    for (const { id, parameters } of targets) {
      expect(parameters.type).toBe('object');
      const rendered = await post(id);
      expect([id, rendered.status]).toEqual([id, 200]);
      expect(rendered.body.files).not.toEqual([]);
      expect(JSON.stringify(rendered.body.findings)).toContain('sample-allowlist');
    }
  });

  test.each([
    [['10.0.0.5/32'], '[0]', 'address-malformed', 'An address is needed, without /32', '10.0.0.5'],
    [['mail'], '[0]', 'address-malformed', 'This is not an IPv4 or IPv6 address', undefined],
    [
      { publicAddresses: ['192.0.2.1'] },
      '.privateAddresses',
      'required',
      'This field is required',
      undefined,
    ],
    [
      '10.0.0.5',
      '',
      'not-a-choice',
      'Write a list of addresses, or publicAddresses and privateAddresses',
      undefined,
    ],
  ])(
    'case 47: the destination %j is refused at the part to change',
    async (addresses, part, code, message, suggestion) => {
      const { body } = await post('nftables', { destinations: { 'mail.example.com': addresses } });
      expect(body.errors).toEqual([
        { path: `destinations.mail.example.com${part}`, code, message, ...(suggestion && { suggestion }) },
      ]);
    },
  );

  test('the rules are for the ports of the named domains', async () => {
    const { body } = await post('nftables', { domains: ['one.example.com'] });
    const text = (body.files as unknown as { text: string }[]).map((file) => file.text).join('');
    expect(text).toContain('465');
    expect(text).not.toContain('587');
    const unknown = await post('nftables', { domains: ['one.example.com', 'none.example.com'] });
    expect(unknown.body.errors).toEqual([
      expect.objectContaining({ path: 'domains[1]', code: 'unknown-domain' }),
    ]);
  });

  test('a zip contains the same files, and the same rules give the same bytes', async () => {
    const { body } = await post('terraform-aws');
    const files = [...(body.files as never[]), ...(body.removes as never[])] as {
      path: string;
      text: string;
    }[];
    const zips = await Promise.all(
      [0, 1].map(() =>
        api.app.inject({
          method: 'POST',
          url: '/v1/firewall/terraform-aws',
          headers: { authorization: `Bearer ${token()}`, accept: 'application/zip' },
        }),
      ),
    );
    expect(zips[0]!.headers['content-type']).toBe('application/zip');
    expect(zips[0]!.rawPayload.equals(zips[1]!.rawPayload)).toBe(true);
    const unzipped = unzipSync(zips[0]!.rawPayload);
    expect(Object.keys(unzipped).toSorted()).toEqual(files.map(({ path }) => path).toSorted());
    for (const { path, text } of files) expect(Buffer.from(unzipped[path]!).toString('utf8')).toBe(text);
  });

  test('with the previous revision, a file removes what is gone since then', async () => {
    const removes = async (input: object) =>
      ((await post('fortigate', input)).body.removes as unknown as { path: string }[]).map(
        ({ path }) => path,
      );
    expect(await removes({})).toEqual(['postern-remove.fortigate.conf']);
    expect(await removes({ previousRevision: 1 })).toEqual([
      'postern-gone.fortigate.conf',
      'postern-remove.fortigate.conf',
    ]);
    expect((await post('fortigate', { previousRevision: 99 })).body.errors).toEqual([
      expect.objectContaining({ path: 'previousRevision', code: 'unknown-revision' }),
    ]);
  });

  test('what a device prints is compared with the rules, and the files that repair it are answered', async () => {
    const { body } = await post('postfix');
    const [table] = body.files as unknown as { text: string }[];
    expect((await post('postfix/check', { deployed: table!.text })).body).toMatchObject({
      state: 'same',
      missing: [],
      wider: [],
      repair: [],
    });
    const shorter = await post('postfix/check', {
      deployed: table!.text.replace(/^54\.174\.62\.192.*\n/m, ''),
    });
    expect(shorter.body).toMatchObject({
      state: 'drifted',
      missing: [{ source: '54.174.62.192/30', destination: 'any', port: null }],
      repair: [expect.objectContaining({ path: 'postern_clients.cidr' })],
    });
    expect((await post('iptables/check', { deployed: 'none' })).body).toMatchObject({
      state: 'unknown',
      findings: [{ code: 'sample-allowlist' }],
    });
    expect((await post('handover/check', { deployed: '' })).status).toBe(404);
  });

  test('bad parameters are refused by name, an unknown target is 404', async () => {
    const { body } = await post('terraform-aws', { parameters: { namePrefix: '${evil}' } });
    expect(body.errors).toEqual([expect.objectContaining({ path: 'parameters.namePrefix' })]);
    expect((await post('carrier-pigeon')).status).toBe(404);
    expect((await post('constructor')).status).toBe(404);
  });
});
