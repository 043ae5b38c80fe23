import { createHash, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { inAccount } from '@postern/database/database';
import { silentNames } from '@postern/discovery/test/world/silent-names';
import { startWebServers } from '@postern/discovery/test/world/web-server';
import { deleteOldDiscoveries } from '@postern/database/discoveries';
import { CertificatePin } from '@postern/database/entities/certificate-pin';
import { takeBackVerifications } from '@postern/database/functions/take-back-verifications';
import { markDispatched } from '@postern/test/api/mark-dispatched';
import { startDiscoveries, type TestDiscoveries } from '@postern/test/api/start-discoveries';
import { measurePauses } from '@postern/test/environment/measure-pauses';
import { describeWith } from '@postern/test/environment/describe-with';
import { makeCertificates } from '@postern/test/certificates/make-certificates';
import { waitUntil } from '@postern/test/environment/wait-until';
import { discoverServers, type DiscoverParts } from './discover-servers.js';

let discoveries: TestDiscoveries;
let api: TestDiscoveries['api'];
let observer: TestDiscoveries['observer'];
let bound: TestDiscoveries['bound'];
let parts: TestDiscoveries['parts'];
const start: TestDiscoveries['start'] = (body, who) => discoveries.start(body, who);
const read: TestDiscoveries['read'] = (id, token) => discoveries.read(id, token);
const readDone: TestDiscoveries['readDone'] = (id, token) => discoveries.readDone(id, token);
const run: TestDiscoveries['run'] = (id) => discoveries.run(id);
let domain = '';
let serial = 0;

beforeAll(async () => {
  discoveries = await startDiscoveries();
  ({ api, observer, bound, parts } = discoveries);
  const known = Array.from({ length: 30 }, (_, place) => `known${place}.example.com`);
  await discoveries.publish(known, 'example.com');
});
beforeEach(() => {
  serial += 1;
  domain = `known${serial}.example.com`;
});
afterAll(() => discoveries.stop());

const jobsOf = async (id: string) =>
  (await observer.query('select 1 from verification_job where verification_id = $1', [id])).rowCount;
const runningOf = (status: number) => expect.objectContaining({ status, state: 'running', candidates: [] });

describe('a discovery', () => {
  test('R16 is answered at once, run by a worker, and ends with candidates and a try of the best', async () => {
    const started = await start({ domain });
    expect(started).toEqual(runningOf(202));
    expect(await run(started.id)).toBe('stored');
    const body = await readDone(started.id);
    expect(body).toMatchObject({ id: started.id, domain, state: 'done' });
    expect(body.candidates).toEqual([
      expect.objectContaining({
        rank: 1,
        kind: 'imap',
        imap: { host: 'imap.example.com', port: 993, tls: 'implicit' },
        source: 'ispdb',
        trust: 'third-party',
        username: { template: '%EMAILLOCALPART%', value: null },
        registrableDomains: ['example.com'],
        providers: [],
      }),
    ]);
    const tried = await api.call('GET', `/v1/verifications/${body.candidates[0]!.verification}`);
    expect(tried.body).toMatchObject({ domain, trigger: 'try', state: 'queued' });
    expect(body.sources.map(({ source }) => source)).toEqual(
      expect.arrayContaining(['pacc', 'autoconfig', 'ispdb', 'mx', 'autodiscover', 'srv']),
    );
    const priorities = body.sources.map(({ priority }) => priority);
    expect(priorities).toEqual(priorities.toSorted((one, other) => one - other));
    expect(await jobsOf(started.id)).toBe(0);
  });

  test('R16 has the saved settings of its domain as the best candidate, and says that the others differ', async () => {
    const body = {
      domain,
      kind: 'imap',
      imap: { host: 'mail.example.net', port: 993 },
      smtp: { host: 'mail.example.net', port: 465 },
    };
    expect((await api.call('POST', '/v1/mail-settings', { body })).status).toBe(201);
    const { id } = await start({ domain });
    await run(id);
    const { candidates } = await readDone(id);
    expect(candidates.map(({ source, trust, differsFrom }) => ({ source, trust, differsFrom }))).toEqual([
      { source: 'account-settings', trust: 'verified', differsFrom: [2] },
      { source: 'ispdb', trust: 'third-party', differsFrom: [1] },
    ]);
    expect(candidates.map(({ verification }) => verification !== null)).toEqual([true, true]);
  });

  test('R16 is the same for ten minutes, and another one for another address', async () => {
    const { id } = await start({ domain });
    expect((await start({ domain })).id).toBe(id);
    const other = await start({ email: `jane@${domain}` });
    expect(other.id).not.toBe(id);
    await run(id);
    expect((await start({ domain })).id).toBe(id);
    await observer.query(`update discovery set finished_at = now() - interval '11 minutes' where id = $1`, [
      id,
    ]);
    await waitUntil(async () => (await read(id)).status === 404); // A read is shared for 100 ms.
    expect((await start({ domain })).id).not.toBe(id);
  });

  test('R16 is audited once, with its domain and without an address', async () => {
    await start({ email: `audited@${domain}` });
    await start({ email: `audited@${domain}` });
    const { rows } = await observer.query(
      'select action, before, after from audit_event where subject = $1',
      [domain],
    );
    expect(rows).toEqual([{ action: 'discovery.started', before: null, after: null }]);
  });

  test('the local part of an address is stored only sealed, and gone after ten minutes', async () => {
    const { id } = await start({ email: `bartholomew@${domain}` });
    const stored = async () => {
      const { rows } = await observer.query(
        `select (select string_agg(d::text, '') from discovery d) || (select string_agg(j::text, '') from verification_job j)
          || (select string_agg(a::text, '') from audit_event a) || (select string_agg(v::text, '') from verification v) as all`,
      );
      return String(rows[0].all);
    };
    expect(await stored()).not.toContain('bartholomew');
    await run(id);
    expect(await stored()).toContain(id);
    expect(await stored()).not.toContain('bartholomew');
    const body = await readDone(id);
    expect(body.candidates[0]!.username.value).toBe('bartholomew');
    await observer.query(`update discovery set finished_at = now() - interval '11 minutes' where id = $1`, [
      id,
    ]);
    await deleteOldDiscoveries(inAccount(api.database, api.account.id), api.account.id);
    expect((await observer.query('select 1 from discovery where id = $1', [id])).rowCount).toBe(0);
  });

  test('one whose worker died is run again, and a late result of the dead worker is dropped', async () => {
    const { id } = await start({ domain });
    await markDispatched(api.database, id);
    const gate = Promise.withResolvers<void>();
    const claimed = Promise.withResolvers<void>();
    const slow: DiscoverParts['discover'] = async (person, options) => {
      claimed.resolve();
      const found = await bound.discover(person, options);
      await gate.promise;
      return found;
    };
    const late = discoverServers({ ...parts, discover: slow }, id);
    await claimed.promise;
    expect(await discoverServers(parts, id)).toBe('not-claimed');
    // The lease is renewed every 2 s, perhaps between the two statements.
    await waitUntil(async () => {
      await observer.query(
        `update verification_job set lease_until = now() - interval '1 s', dispatched_until = now() - interval '1 s'
         where verification_id = $1`,
        [id],
      );
      return (await takeBackVerifications(api.database)) === 1;
    });
    expect(await run(id)).toBe('stored');
    gate.resolve();
    expect(await late).toBe('lost-lease');
    expect((await readDone(id)).candidates).toHaveLength(1);
    expect((await observer.query('select 1 from verification where domain = $1', [domain])).rowCount).toBe(1);
  });

  test('one that no worker has taken for ten minutes ends, with its job', async () => {
    const { id } = await start({ domain });
    await observer.query(`update discovery set created_at = now() - interval '11 minutes' where id = $1`, [
      id,
    ]);
    await deleteOldDiscoveries(inAccount(api.database, api.account.id), api.account.id);
    expect(await jobsOf(id)).toBe(0);
    await waitUntil(async () => (await read(id)).status === 404);
  });

  test('an operator can cancel one that waits', async () => {
    const { id } = await start({ domain });
    const cancelled = await api.call('POST', `/v1/queue/${id}/cancel`, { token: api.operatorToken });
    expect(cancelled.status).toBe(204);
    expect((await readDone(id)).candidates).toEqual([]);
    expect(await run(id)).toBe('not-claimed');
  });
});

describeWith(['root'], 'the web servers of a domain', () => {
  // An address of its own, because several tests may run on one machine and https has one port.
  const address = `127.78.${(process.pid >> 8) & 255}.${process.pid & 255}`;

  test('R16 a discovery ends within 5 s although every name server and web server of the domain is silent', async () => {
    const silent = createServer().listen(443, address);
    await once(silent, 'listening');
    const mute = 'mute.example.com';
    for (const [name, scripted] of Object.entries(silentNames(mute))) discoveries.names.set(name, scripted);
    for (const label of ['ua-auto-config', 'autoconfig', 'autodiscover'])
      discoveries.names.set(`${label}.${mute}`, { A: [address] });
    const { id } = await start({ domain: mute });
    const endPauses = measurePauses();
    await run(id);
    const pausedMs = endPauses();
    silent.close();
    const { startedAt, finishedAt, sources } = await readDone(id);
    const states = sources.filter(({ source }) => source !== 'ispdb' && source !== 'guess');
    expect(states.map(({ state }) => state)).toEqual(Array(6).fill('unreachable'));
    const runMs = Date.parse(finishedAt!) - Date.parse(startedAt) - pausedMs;
    expect(runMs).toBeLessThanOrEqual(5_000);
    // Web servers were waited for, not refused at once.
    expect(runMs + pausedMs).toBeGreaterThan(4_000);
  }, 30_000);

  test('R5 R16 a certificate that an admin accepts and has pinned for a server is not accepted for a document there', async () => {
    const pair = (await makeCertificates()).of('selfSigned');
    const web = await startWebServers(new Map(), { good: pair, wrong: pair, wrongHosts: new Set() }, address);
    const host = `autoconfig.${domain}`;
    discoveries.names.set(host, { A: [address] });
    const server = { host, port: 443, tls: 'implicit' };
    const settings = { domain, kind: 'imap', imap: server, smtp: server, allowNonSecureCertificate: true };
    expect((await api.call('POST', '/v1/mail-settings', { body: settings })).status).toBe(201);
    const certificate = new X509Certificate(pair.cert);
    const key = certificate.publicKey.export({ type: 'spki', format: 'der' });
    const digest = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
    for (const endpoint of ['imap', 'smtp', 'exchange'] as const)
      await inAccount(api.database, api.account.id).insert(CertificatePin, {
        accountId: api.account.id,
        domain,
        endpoint,
        host,
        port: 443,
        sha256: digest(certificate.raw),
        spkiSha256: digest(key),
        pinnedBy: 'test',
      });
    const { id } = await start({ domain });
    await run(id);
    const { sources } = await readDone(id);
    expect(web.requests).toEqual([]);
    web.close();
    expect(sources.find(({ source, url }) => source === 'autoconfig' && url?.includes(host))).toMatchObject({
      state: 'refused',
      code: expect.stringMatching(/^cert-/),
    });
  });
});

describe('a member', () => {
  test('R16 is shown verified and third-party candidates only, and sees no discovery of others', async () => {
    const admins = await start({ domain });
    const own = await start({ domain }, 'member');
    expect(own.id).not.toBe(admins.id);
    expect((await start({ domain }, 'member')).id).toBe(own.id);
    const weak: DiscoverParts['discover'] = async (person, options) => {
      const found = await bound.discover(person, options);
      const [best] = found.candidates;
      const unsigned = { ...best!, rank: 1, trust: 'dns' as const, differsFrom: [2] };
      return { ...found, candidates: [unsigned, { ...best!, rank: 2, differsFrom: [1] }] };
    };
    await markDispatched(api.database, own.id);
    expect(await discoverServers({ ...parts, discover: weak }, own.id)).toBe('stored');
    const seen = await readDone(own.id, api.account.tokens.member);
    expect(seen.candidates).toEqual([
      expect.objectContaining({ rank: 2, trust: 'third-party', differsFrom: [] }),
    ]);
    const { verification } = seen.candidates[0]!;
    const tried = await api.call('GET', `/v1/verifications/${verification}`, {
      token: api.account.tokens.member,
    });
    expect(tried.status).toBe(200);
    expect((await read(admins.id, api.account.tokens.member)).status).toBe(404);
    expect((await readDone(own.id)).candidates).toHaveLength(2);
  });

  test('of another account finds no discovery of this one', async () => {
    const { id } = await start({ domain });
    for (const token of [api.other.tokens['super-admin'], api.other.tokens.member])
      expect((await read(id, token)).status).toBe(404);
  });
});

test('R16 the events of a discovery are its sources in the order of their answers, then the whole; a reader goes on after the last', async () => {
  const { id } = await start({ domain });
  await run(id);
  const events = async (headers: Record<string, string> = {}) => {
    const { body } = await api.call('GET', `/v1/discoveries/${id}/events`, { headers });
    return String(body).trim().split('\n\n');
  };
  const { sources } = await readDone(id);
  const all = await events();
  expect(all.filter((event) => event.startsWith('event: source\nid: '))).toHaveLength(sources.length);
  expect(all.at(-1)).toMatch(/^event: done\nid: done\ndata: {"id":"/);
  const rest = await events({ 'last-event-id': '3' });
  expect(rest[0]).toBe(all[3]);
  const end = await api.call('GET', `/v1/discoveries/${id}/events`, { headers: { 'last-event-id': 'done' } });
  expect(end.status).toBe(204);
});

test.each([
  [{}, 'domain-or-email'],
  [{ domain: 'example.com', email: 'jane@example.com' }, 'domain-or-email'],
  [{ domain: 'example.com', unknown: true }, 'unknown-field'],
  [{ email: 'jane' }, 'email-malformed'],
])('a discovery of %j is refused', async (body, code) => {
  const answer = await api.call('POST', '/v1/discoveries', { body });
  expect([answer.status, answer.body.errors[0]?.code]).toEqual([400, code]);
});
