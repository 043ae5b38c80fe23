import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { eventTypes } from '@postern/core/event';
import { describeFailure } from '@postern/core/failures/describe-failure';
import { failureCatalogue, type FailureCode } from '@postern/core/failures/failure-catalogue';
import type { ProbeResult } from '@postern/core/probe-result';
import { emptyReport } from '@postern/core/verification';
import { inAccount } from '@postern/database/database';
import { claimVerification } from '@postern/database/functions/claim-verification';
import { recordEventOnce } from '@postern/database/functions/record-event';
import { storeResult } from '@postern/database/functions/store-result';
import { createSecretSealer } from '@postern/database/sealed-secret';
import { loadDelivery } from '@postern/database/webhooks';
import { markDispatched } from '@postern/test/api/mark-dispatched';
import { startTestApi, type TestApi } from '@postern/test/api/start-test-api';
import { longestBody } from '@postern/test/servers/webhook-receiver';
import { tellOfDates } from '../allowlist/tell-of-allowlist.js';

const secretKey = Buffer.alloc(32, 2).toString('base64');
const sealer = createSecretSealer([secretKey]);
let api: TestApi;
beforeAll(async () => {
  api = await startTestApi({ settings: { secretKeys: [secretKey] } });
  await api.call('POST', '/v1/webhooks', { body: { url: 'https://hooks.example.com/', events: 'all' } });
});
afterAll(() => api.stop());

type Event = { type: string; domain: string | null; payload: Record<string, unknown> };
const events = (type: string, accountId = api.account.id) =>
  inAccount(api.database, accountId).execute<Event[]>(
    'select type, domain, payload from event where type = ? order by id',
    [type],
  );
const eventsOf = async (domain: string) => {
  const rows = await inAccount(api.database, api.account.id).execute<Event[]>(
    `select type, domain, payload from event where domain = ? and type <> 'settings.changed' order by id`,
    [domain],
  );
  return rows;
};
const settings = (domain: string) => ({
  domain,
  kind: 'imap',
  imap: { host: 'imap.example.com', port: 993 },
  smtp: { host: 'smtp.example.com', port: 465 },
  allowNonSecureCertificate: true,
});
const imapServer = { endpoint: 'imap', host: 'imap.example.com', port: 993, tls: 'implicit' } as const;
const passed: ProbeResult = {
  endpoints: [emptyReport(imapServer)],
  failure: null,
  warnings: [],
  newPins: [],
  droppedPins: [],
};
const failed = (code: FailureCode): ProbeResult => ({
  ...passed,
  failure: describeFailure(code, 'connect', imapServer),
});
async function end(verificationId: string, result: ProbeResult): Promise<void> {
  const claim = await claimVerification(
    api.database,
    sealer,
    await markDispatched(api.database, verificationId),
  );
  await storeResult(api.database, claim!, result);
}
const verifyAgain = async (domain: string, result: ProbeResult) => {
  const { body } = await api.call('POST', `/v1/mail-settings/${domain}/verifications`, { body: {} });
  await end(body.id, result);
};

describe('events of a domain', () => {
  test('are written when it fails and when it passes again, and not in between', async () => {
    const domain = 'flaps.example.com';
    const { body } = await api.call('POST', '/v1/mail-settings', { body: settings(domain) });
    await end(body.verification.id, passed);
    await verifyAgain(domain, passed);
    expect(await eventsOf(domain)).toEqual([]);
    await verifyAgain(domain, failed('connect-refused'));
    await verifyAgain(domain, failed('connect-timeout'));
    await verifyAgain(domain, passed);
    await verifyAgain(domain, passed);
    expect(await eventsOf(domain)).toEqual([
      {
        type: 'domain.failed',
        domain,
        payload: {
          verificationId: expect.any(String),
          server: 'imap.example.com:993',
          endpoint: 'imap',
          code: 'connect-refused',
          title: expect.any(String),
          advice: expect.any(String),
          field: 'imap.port',
        },
      },
      {
        type: 'domain.recovered',
        domain,
        payload: {
          verificationId: expect.any(String),
          server: 'imap.example.com:993',
          downtimeSeconds: expect.any(Number),
        },
      },
    ]);
  });

  test('tell of a certificate that took the place of a pinned one, with both digests', async () => {
    const domain = 'pinned.example.com';
    const { body } = await api.call('POST', '/v1/mail-settings', { body: settings(domain) });
    const pin = { endpoint: 'imap', sha256: 'a'.repeat(64), spkiSha256: 'b'.repeat(64) } as const;
    await end(body.verification.id, { ...passed, newPins: [pin] });
    const served = { ...emptyReport(imapServer), certificate: { sha256: 'c'.repeat(64) } as never };
    const changed = { ...failed('cert-changed'), endpoints: [served] };
    await verifyAgain(domain, changed);
    await verifyAgain(domain, changed);
    const told = await eventsOf(domain);
    expect(told.map(({ type }) => type)).toEqual(['domain.failed', 'certificate.changed']);
    expect(told[1]!.payload).toMatchObject({
      endpoint: 'imap',
      pinnedSha256: 'a'.repeat(64),
      servedSha256: 'c'.repeat(64),
    });
  });

  test('tell of the first attempt of a user, and of no further one', async () => {
    const body = {
      email: 'jane@attempt.example.com',
      settings: { ...settings('x'), domain: undefined },
      credentials: { password: 'hidden-in-the-event' },
    };
    const token = api.account.tokens.member;
    for (let attempt = 0; attempt < 2; attempt += 1) {
      const answer = await api.call('POST', '/v1/connections', { token, body });
      expect(answer.status).toBe(202);
    }
    const told = await eventsOf('attempt.example.com');
    expect(told.map(({ type }) => type)).toEqual(['attempt.seen']);
    expect(told[0]!.payload).toMatchObject({ servers: { imap: { host: 'imap.example.com' } } });
    expect(JSON.stringify(told)).not.toContain('hidden-in-the-event');
  });
});

test('an import is one event with its counts', async () => {
  const rows = ['one', 'two', 'three'].map((name) => JSON.stringify(settings(`${name}.import.example.com`)));
  const answer = await api.call('POST', '/v1/mail-settings/import', {
    body: rows.join('\n'),
    headers: { 'content-type': 'application/x-ndjson' },
  });
  expect(answer.status).toBe(200);
  const told = (await events('settings.changed')).filter(({ payload }) => payload.change === 'imported');
  expect(told).toEqual([
    {
      type: 'settings.changed',
      domain: null,
      payload: { change: 'imported', actor: 'first super-admin', created: 3, updated: 0 },
    },
  ]);
});

describe('the allowlist', () => {
  const dayMs = 86_400_000;
  const entry = (cidr: string, dataCenter: string | null, more = {}) => ({
    cidr,
    protocol: 'imap',
    dataCenter,
    ...more,
  });
  async function publish(entries: readonly object[]): Promise<void> {
    const { headers } = await api.call('GET', '/v1/allowlist/version', { token: api.operatorToken });
    const answer = await api.call('PUT', '/v1/allowlist', {
      token: api.operatorToken,
      headers: { 'if-match': String(headers.etag) },
      body: { vendor: 'Example', dataCenters: [{ id: 'eu1', label: 'Europe' }], entries },
    });
    expect(answer.status).toBe(200);
  }
  const kept = [entry('9.9.9.0/24', null), { ...entry('9.9.9.0/24', null), protocol: 'smtp' }];

  test('tells accounts of a revision what changes for their data centre, and of a date on its day, once', async () => {
    await publish(kept);
    const before = (await events('allowlist.revised')).length;
    const europe = entry('8.8.8.0/24', 'eu1');
    await publish([...kept, europe]);
    expect(await events('allowlist.revised')).toHaveLength(before);
    const activeFrom = new Date(Date.now() + 40 * dayMs).toISOString();
    await publish([...kept, europe, entry('8.8.4.0/24', null, { state: 'announced', activeFrom })]);
    const told = await events('allowlist.revised');
    expect(told).toHaveLength(before + 1);
    expect(told.at(-1)!.payload).toMatchObject({
      added: 1,
      removed: 0,
      changes: [{ change: 'added', cidr: '8.8.4.0/24', protocol: 'imap', state: 'announced' }],
    });
    expect(await events('allowlist.revised', api.other.id)).toEqual([]);
    await tellOfDates(api.database);
    expect(await events('allowlist.revised')).toHaveLength(before + 1);
    for (const hours of [1, 2]) {
      await tellOfDates(api.database, new Date(Date.parse(activeFrom) + hours * 3_600_000));
      expect(await events('allowlist.revised')).toHaveLength(before + 2);
    }
  });
});

describe('the largest body of each type', () => {
  const label = 'a'.repeat(63);
  const longest = `${label}.${label}.${label}.${'b'.repeat(57)}.com`;
  const actor = '€'.repeat(100);
  const server = { ...imapServer, host: longest };
  const certificate = { sha256: 'c'.repeat(64) } as never;
  /** The code whose texts are the longest. */
  const longestFailure = (Object.keys(failureCatalogue) as FailureCode[])
    .map((code) => describeFailure(code, 'connect', { ...server, names: [longest, longest, longest] }))
    .reduce((one, other) =>
      (one.title + one.advice).length > (other.title + other.advice).length ? one : other,
    );
  const failing = (failure: object): ProbeResult => ({
    ...passed,
    endpoints: [{ ...emptyReport(server), certificate }],
    failure: failure as ProbeResult['failure'],
  });
  /** The bodies of this type as they are sent, in bytes. */
  const sizes = async (type: string): Promise<number[]> => {
    const ids = await inAccount(api.database, api.account.id).execute<{ id: string }[]>(
      'select d.id from delivery d join event e on e.id = d.event_id where e.type = ?',
      [type],
    );
    const loaded = ids.map(({ id }) => loadDelivery(api.database, sealer, api.account.id, id));
    return (await Promise.all(loaded)).map((delivery) => Buffer.byteLength(delivery!.body));
  };

  beforeAll(async () => {
    const made = await api.call('POST', '/v1/tokens', { body: { name: actor, role: 'super-admin' } });
    const token = made.body.token;
    const path = `${longest}/${'a'.repeat(2000 - `https://${longest}/`.length)}`;
    const exchange = { kind: 'exchange', exchange: { url: `https://${path}` } };
    const call = async (url: string, body: unknown, headers = {}) => {
      const answer = await api.call('POST', url, { token, body, headers });
      expect([answer.status < 300, answer.body]).toEqual([true, answer.body]);
      return answer.body;
    };
    await call('/v1/connections', {
      email: `jane@${longest}`,
      settings: exchange,
      credentials: { username: 'jane', password: 'password' },
    });
    const { verification } = await call('/v1/mail-settings', { ...settings(longest), domain: longest });
    const pin = { endpoint: 'imap', sha256: 'a'.repeat(64), spkiSha256: 'b'.repeat(64) } as const;
    await end(verification.id, { ...passed, newPins: [pin] });
    await verifyAgain(longest, failing(longestFailure));
    await verifyAgain(longest, passed);
    await verifyAgain(longest, failing(describeFailure('cert-changed', 'tls', server)));
    const rows = Array.from({ length: 1000 }, (_, row) =>
      JSON.stringify(settings(`d${row}.import.example.com`)),
    );
    const ndjson = { 'content-type': 'application/x-ndjson' };
    await call('/v1/mail-settings/import', rows.join('\n'), ndjson);
    await inAccount(api.database, api.account.id).transactional((em) =>
      recordEventOnce(em, api.account.id, longest, {
        type: 'certificate.expiring',
        domain: null,
        payload: { endpoint: 'exchange', host: longest, port: 65_535, daysLeft: 30, sha256: 'c'.repeat(64) },
      }),
    );
    const { headers } = await api.call('GET', '/v1/allowlist/version', { token: api.operatorToken });
    const entries = Array.from({ length: 3000 }, (_, index) => ({
      cidr: `2600:1f18:${(index + 4096).toString(16)}:${(65_535 - index).toString(16)}::/64`,
      protocol: 'webhook',
      dataCenter: null,
      state: 'announced',
      activeFrom: new Date(Date.now() + 40 * 86_400_000).toISOString(),
    }));
    const published = await api.call('PUT', '/v1/allowlist', {
      token: api.operatorToken,
      headers: { 'if-match': String(headers.etag) },
      body: { vendor: 'Example', dataCenters: [], entries },
    });
    expect([published.status, published.body.errors]).toEqual([200, undefined]);
  }, 60_000);

  test.each([...eventTypes])('%s is at most 20 kB long', async (type) => {
    const all = await sizes(type);
    expect(all.length).toBeGreaterThan(0);
    expect(Math.max(...all)).toBeLessThanOrEqual(longestBody);
  });

  test('a revision that changes thousands of prefixes lists some, and tells how many it leaves out', async () => {
    const { payload } = (await events('allowlist.revised')).at(-1)!;
    expect(payload).toMatchObject({ added: 3000, changes: expect.any(Array) });
    const listed = payload['changes'] as unknown[];
    const total = ['added', 'removed', 'stateChanges'].reduce((sum, name) => sum + Number(payload[name]), 0);
    expect([listed.length, payload['changesLeftOut']]).toEqual([50, total - 50]);
  });
});

test('a fact is told once to each account that hears it, and is not noted while nobody does', async () => {
  const tell = (accountId: string) =>
    inAccount(api.database, accountId).transactional((em) =>
      recordEventOnce(em, accountId, 'a fact', { type: 'certificate.expiring', domain: null, payload: {} }),
    );
  const before = (await events('certificate.expiring')).length;
  await tell(api.account.id);
  await tell(api.account.id);
  expect(await events('certificate.expiring')).toHaveLength(before + 1);
  await tell(api.other.id);
  const noted = await inAccount(api.database, api.other.id).execute('select * from told_once');
  expect(noted).toEqual([]);
});

test('an account has at most twenty webhooks', async () => {
  const token = api.other.tokens['super-admin'];
  const make = () =>
    api.call('POST', '/v1/webhooks', { token, body: { url: 'https://hooks.example.com/', events: 'all' } });
  for (let made = 0; made < 19; made += 1) expect((await make()).status).toBe(201);
  const last = await Promise.all([make(), make(), make()]);
  expect(last.filter(({ status }) => status === 201)).toHaveLength(1);
});

test.each([
  ['http://hooks.example.com/', 'url-not-https'],
  ['https://user:secret@hooks.example.com/', 'url-has-user'],
  ['https://hooks.example.com/#part', 'url-has-fragment'],
  ['hooks.example.com', 'url-malformed'],
])('a webhook to %s is refused', async (url, code) => {
  const { status, body } = await api.call('POST', '/v1/webhooks', { body: { url, events: 'all' } });
  expect([status, body.errors[0]!.code]).toEqual([400, code]);
});

test('no answer but that of the creation has the secret, and the audit has neither the secret nor the path', async () => {
  const url = 'https://hooks.example.com/secret-path';
  const { body } = await api.call('POST', '/v1/webhooks', { body: { url, events: ['domain.failed'] } });
  const secret = body.secret as string;
  expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
  await api.call('PATCH', `/v1/webhooks/${body.id}`, { body: { enabled: false } });
  const list = await api.call('GET', '/v1/webhooks');
  const audit = await api.call('GET', '/v1/audit-events');
  expect(JSON.stringify(list.body)).not.toContain(secret);
  expect(JSON.stringify(audit.body)).not.toContain(secret);
  expect(JSON.stringify(audit.body)).not.toContain('secret-path');
});
