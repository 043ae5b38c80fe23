import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { targets } from '@postern/firewall/targets';
import { startTestApi, type TestApi } from '@postern/test/api/start-test-api';
import { compactVerify, createLocalJWKSet, type JSONWebKeySet } from 'jose';
import { createHash, randomBytes } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import type { ApiProblem } from '../http/api-problem.js';
import { Rations } from '../turns/rations.js';
import { takesGzip } from './send-list.js';
import { SigningKeys } from './signing-keys.js';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.stop());

const publish = async (entries: readonly object[]) => {
  const version = await api.call('GET', '/v1/allowlist/version', { token: api.operatorToken });
  return api.call('PUT', '/v1/allowlist', {
    token: api.operatorToken,
    body: { dataCenters: [], entries },
    headers: { 'if-match': String(version.headers.etag) },
  });
};
const get = (url: string, headers: Record<string, string> = {}) =>
  api.app.inject({ url, headers: { authorization: `Bearer ${api.account.tokens.network}`, ...headers } });
const keys = async () =>
  (await api.app.inject('/.well-known/postern-allowlist-keys')).json() as JSONWebKeySet;

describe('R18 the list of webhooks', () => {
  test('R18 is a list of its own, and no part of the list of Exchange', async () => {
    await publish([
      { cidr: '203.0.113.0/24', protocol: 'imap' },
      { cidr: '198.51.100.0/24', protocol: 'smtp' },
      { cidr: '192.0.2.0/24', protocol: 'webhook' },
    ]);
    expect((await get('/v1/allowlist/webhook4.txt')).body).toBe('192.0.2.0/24\n');
    expect((await get('/v1/allowlist?protocol=webhook&format=csv')).body).toContain(',webhook,egress');
    expect((await get('/v1/allowlist/exchange4.txt')).body).toBe('198.51.100.0/24\n203.0.113.0/24\n');
    expect((await get('/v1/allowlist/webhook6.txt')).statusCode).toBe(404);
    const { entries } = (await get('/v1/allowlist')).json() as { entries: { protocol: string }[] };
    expect(entries.map(({ protocol }) => protocol)).toEqual(['imap', 'smtp', 'webhook']);
  });

  test('R22 rules let webhooks reach their receivers, unless domains are named or the caller leaves them out', async () => {
    const webhook = { url: 'https://hooks.example.com:8443/postern', events: 'all' };
    expect((await api.call('POST', '/v1/webhooks', { body: webhook })).status).toBe(201);
    const imap = { host: 'mail.example.com', port: 993 };
    const settings = { domain: 'example.com', kind: 'imap', imap, smtp: { ...imap, port: 465 } };
    await api.call('POST', '/v1/mail-settings', { body: settings });
    const sheet = async (body: object) =>
      JSON.stringify((await api.call('POST', '/v1/firewall/handover', { body })).body['files']);
    expect(await sheet({})).toContain('Webhooks, IPv4 | hooks.example.com | TCP 8443');
    expect(await sheet({ webhooks: false })).not.toContain('hooks.example.com');
    expect(await sheet({ domains: ['example.com'] })).not.toContain('hooks.example.com');
    const flow = { source: '192.0.2.9', destination: 'hooks.example.com', port: 8443 };
    const { body } = await api.call('POST', '/v1/firewall/match', { body: flow });
    expect(body).toMatchObject({ action: 'allow', rule: 'hook-8443-hooks.example.com-4' });
  });
});

describe('B5 the signed document', () => {
  test('B5 is the current list, signed with a key that anybody may read', async () => {
    const signed = await get('/v1/allowlist/document.jws');
    expect([signed.statusCode, signed.headers['content-type']]).toEqual([200, 'application/jose']);
    const { payload } = await compactVerify(signed.body, createLocalJWKSet(await keys()));
    const document = JSON.parse(new TextDecoder().decode(payload)) as { revision: number; sha256: string };
    const version = await api.call('GET', '/v1/allowlist/version');
    expect([document.revision, document.sha256]).toEqual([version.body.revision, version.body['sha256']]);
  });

  test('B5 is refused with one byte changed, and with the keys of another installation', async () => {
    const { body } = await get('/v1/allowlist/document.jws');
    const [header, payload = '', signature] = body.split('.');
    const changed = `${payload.slice(0, 40)}${payload[40] === 'A' ? 'B' : 'A'}${payload.slice(41)}`;
    const ours = createLocalJWKSet(await keys());
    await expect(compactVerify([header, changed, signature].join('.'), ours)).rejects.toThrow('verification');
    const foreign = await SigningKeys.derive([randomBytes(32).toString('base64')]);
    const theirs = createLocalJWKSet({ keys: [...foreign.publicKeys] });
    await expect(compactVerify(body, theirs)).rejects.toThrow('no applicable key');
  });

  test('B5 needs a token, and its keys hold nothing secret', async () => {
    expect((await api.app.inject('/v1/allowlist/document.jws')).statusCode).toBe(401);
    for (const key of (await keys()).keys) expect(key).not.toHaveProperty('d');
  });

  test('B5 a list signed before a change of the secret key stays genuine while the old key is configured', async () => {
    const [old, fresh] = [randomBytes(32).toString('base64'), randomBytes(32).toString('base64')];
    const signed = await (await SigningKeys.derive([old])).sign('list');
    const { publicKeys } = await SigningKeys.derive([fresh, old]);
    const { payload } = await compactVerify(signed, createLocalJWKSet({ keys: [...publicKeys] }));
    expect(new TextDecoder().decode(payload)).toBe('list');
  });
});

describe('R31 guides for devices that read lists', () => {
  test('R31 each guide names lists that can be read, or says that the device would block them', async () => {
    const { data } = (await get('/v1/firewall/guides')).json() as {
      data: { id: string; reads: string; target: string | null }[];
    };
    expect(data.length).toBeGreaterThanOrEqual(9);
    for (const { id, reads, target } of data) {
      const { text } = (await get(`/v1/firewall/guides/${id}`)).json() as { text: string };
      const paths = [...text.matchAll(/\/v1\/allowlist\/[a-z0-9]+\.txt/g)].map(([path]) => path);
      expect([id, paths.length > 0]).toEqual([id, reads === 'allow']);
      for (const path of new Set(paths)) expect((await get(path)).statusCode).toBe(200);
      if (reads === 'block') expect(text).toContain('would block your mail');
      else expect(text).toContain('REPLACE-NETWORK-TOKEN');
      expect([id, text.includes('## Without polling')]).toEqual([id, target !== null]);
      if (target !== null) expect(Object.keys(targets)).toContain(target);
    }
    expect((await get('/v1/firewall/guides/toaster')).statusCode).toBe(404);
  });
});

describe('R31 a long list', () => {
  const count = 100_000;

  test(`R31 of ${count} entries can be published, signed and read, as gzip and as it is`, async () => {
    const entries = Array.from({ length: count }, (_, index) => ({
      cidr: `${11 + (index >>> 15)}.${(index >>> 7) & 0xff}.${(index & 0x7f) * 2}.0/32`,
      protocol: 'imap',
      dataCenter: null,
      direction: 'egress',
      state: 'active',
      activeFrom: null,
      retireAfter: null,
      note: 'a note as the form has it',
    }));
    expect(JSON.stringify(entries).length).toBeGreaterThan(15 * 2 ** 20);
    const { status, body } = await publish(entries);
    expect([status, body.code]).toEqual([200, undefined]);
    const url = '/v1/allowlist/imap4.txt';
    const [plain, packed] = [await get(url), await get(url, { 'accept-encoding': 'gzip, deflate' })];
    expect([plain.headers['content-encoding'], packed.headers['content-encoding']]).toEqual([
      undefined,
      'gzip',
    ]);
    expect(plain.body.split('\n')).toHaveLength(count + 1);
    expect(gunzipSync(packed.rawPayload).toString()).toBe(plain.body);
    expect(packed.rawPayload.length).toBeLessThan(plain.rawPayload.length / 3);
    expect(packed.headers.vary).toBe('accept-encoding');
    expect(packed.headers.etag).not.toBe(plain.headers.etag);
    const again = { 'accept-encoding': 'gzip', 'if-none-match': String(packed.headers.etag) };
    expect((await get(url, again)).statusCode).toBe(304);
    const digest = createHash('sha256').update(plain.body).digest('hex');
    expect(plain.headers.etag).toBe(`"${digest}"`);
  }, 120_000);

  test('R31 only an operator may send a long body, and no other route takes one', async () => {
    const body = { dataCenters: [], entries: [], note: 'x'.repeat(2 * 2 ** 20) };
    const token = api.account.tokens['super-admin'];
    expect((await api.call('PUT', '/v1/allowlist', { token, body })).status).toBe(403);
    expect((await api.call('POST', '/v1/firewall/match', { token, body })).status).toBe(413);
  });
});

test.each([
  ['gzip', true],
  ['deflate, gzip;q=0.5', true],
  ['*', true],
  ['x-gzip', true],
  ['', false],
  ['identity', false],
  ['gzip;q=0', false],
  ['*;q=0', false],
  ['br', false],
])('R31 the header Accept-Encoding %j asks for gzip: %s', (header, isWanted) => {
  expect(takesGzip(header)).toBe(isWanted);
});

test('R31 a device that polls more than 600 times a minute is told when to come back', () => {
  const rations = new Rations();
  for (let request = 0; request < 600; request += 1) rations.take('list-reads', 'a', '', 1000);
  const refusal = (token: string, now: number) => {
    try {
      rations.check('list-reads', token, '', now);
      return null;
    } catch (error) {
      return (error as ApiProblem).extras.headers!['retry-after'];
    }
  };
  expect([refusal('a', 1000), refusal('b', 1000), refusal('a', 1101)]).toEqual(['1', null, null]);
});
