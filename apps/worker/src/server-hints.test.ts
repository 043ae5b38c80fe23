import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { waitUntil } from '@postern/test/environment/wait-until';
import type { ServerHint } from '@postern/core/server-hint';
import { startDiscoveries, type TestDiscoveries } from '@postern/test/api/start-discoveries';

let discoveries: TestDiscoveries;
let domain = '';
let serial = 0;

beforeAll(async () => {
  discoveries = await startDiscoveries();
  const known = Array.from({ length: 20 }, (_, place) => `known${place}.example.com`);
  await discoveries.publish(known, 'example.com');
});
beforeEach(async () => {
  serial += 1;
  domain = `known${serial}.example.com`;
  await save(servers('old.example.com'));
});
afterAll(() => discoveries.stop());

const servers = (host: string) => ({
  kind: 'imap',
  imap: { host: `imap.${host}`, port: 993, tls: 'implicit' },
  smtp: { host: `smtp.${host}`, port: 465, tls: 'implicit' },
});
const call: TestDiscoveries['api']['call'] = (...args) => discoveries.api.call(...args);
const save = (body: object, method: 'POST' | 'PUT' = 'POST') =>
  call(method, `/v1/mail-settings${method === 'PUT' ? `/${domain}` : ''}`, { body: { domain, ...body } });
const hints = async () =>
  (await call('GET', `/v1/mail-settings/${domain}/hints`)).body.data as unknown as ServerHint[];
const end = (state: string, verification: unknown) =>
  discoveries.observer.query('update verification set state = $1 where id = $2', [state, verification]);

/** Looks for the servers of the domain; the check of a hint ends in `state`. */
async function find(state: string | null, body: object = { domain }): Promise<string | null> {
  await discoveries.observer.query('delete from discovery');
  const { id } = await discoveries.start(body);
  await discoveries.run(id);
  const { candidates } = await discoveries.readDone(id);
  const verification = candidates.find(({ source }) => source === 'ispdb')!.verification;
  if (state !== null && verification !== null) await end(state, verification);
  return verification;
}

test('R16 other servers of a trusted source are shown once their check has passed, and nothing is changed', async () => {
  const verification = await find(null);
  expect(verification).not.toBeNull();
  expect(await hints()).toEqual([]);
  await end('failed', verification);
  expect(await hints()).toEqual([]);
  await end('passed', verification);
  const discovered = { source: 'ispdb', trust: 'third-party', at: expect.any(String) };
  expect(await hints()).toEqual([
    { id: expect.any(String), ...servers('example.com'), discovered, verification },
  ]);
  expect((await call('GET', `/v1/mail-settings/${domain}`)).body).toMatchObject(servers('old.example.com'));
});

test('R16 a hint is gone when its servers are saved, which says where they come from, and back when they are not', async () => {
  await find('passed');
  const [hint] = await hints();
  const saved = await save(servers('example.com'), 'PUT');
  expect(saved.body).toMatchObject({ revision: 2, discovered: hint!.discovered });
  expect(await hints()).toEqual([]);
  await save(servers('old.example.com'), 'PUT');
  expect(await hints()).toHaveLength(1);
});

test('R16 B7 a dismissed proposal is not shown again, which is audited', async () => {
  await find('passed');
  const id = (await hints())[0]!.id;
  const dismiss = (of: string) => call('POST', `/v1/mail-settings/${domain}/hints/${of}/dismiss`);
  expect((await dismiss(id)).status).toBe(204);
  expect((await dismiss(id)).status).toBe(404);
  expect((await dismiss('something')).status).toBe(404);
  expect(await hints()).toEqual([]);
  expect(await find('passed')).toBeNull();
  expect(await hints()).toEqual([]);
  const { body } = await call('GET', `/v1/audit-events?search=${domain}`);
  expect(body.data[0]).toMatchObject({ action: 'discovery.started' });
  expect(body.data[1]).toMatchObject({ action: 'hint.dismissed', after: servers('example.com') });
});

test('R16 what is found with an address is for one person, and no hint', async () => {
  expect(await find('passed', { email: `jane@${domain}` })).toBeNull();
  expect(await hints()).toEqual([]);
});

test('R16 an attempt of a member is compared with nothing, and the other kind of settings neither', async () => {
  const exchange = { kind: 'exchange', exchange: { url: 'https://mail.example.com/EWS/Exchange.asmx' } };
  const replace = async (body: object) => {
    await call('DELETE', `/v1/mail-settings/${domain}`);
    expect((await save(body)).status).toBe(201);
  };
  await replace(exchange);
  expect(await find(null)).toBeNull();
  await replace(servers('old.example.com'));
  await discoveries.observer.query(`update mail_settings set origin = 'attempt' where domain = $1`, [domain]);
  // The check is that of the best candidate, for whoever asked.
  expect(await find('passed')).not.toBeNull();
  const { rows } = await discoveries.observer.query(
    'select 1 from server_hint h join mail_settings s on s.id = h.settings_id where s.domain = $1',
    [domain],
  );
  expect(rows).toEqual([]);
});

test('R16 a hint goes when nobody publishes its servers any more, and stays when a source does not answer', async () => {
  await find('passed');
  const { parts, observer } = discoveries;
  const findWith = async (state: 'absent' | 'unreachable') => {
    await observer.query('delete from discovery');
    const { id } = await discoveries.start({ domain });
    const discover: typeof parts.discover = (person, { onAttempt, ...options }) =>
      parts
        .discover(person, {
          ...options,
          onAttempt: (attempt) =>
            onAttempt?.(attempt.source === 'ispdb' ? { ...attempt, state, trust: null } : attempt),
        })
        .then((found) => ({ ...found, candidates: found.candidates.slice(0, 1) }));
    await discoveries.run(id, { ...parts, discover });
    await discoveries.readDone(id);
  };
  await findWith('unreachable');
  expect(await hints()).toHaveLength(1);
  await findWith('absent');
  expect(await hints()).toEqual([]);
});

test('R16 the weekly search finds a hint by itself, checks its servers alone, and leaves no result', async () => {
  const { observer } = discoveries;
  await observer.query(
    `insert into worker (id, data_center, concurrency) values (gen_random_uuid(), '', 50)`,
  );
  await observer.query(
    `update account_search a set next_at = now(), after_settings_id = (
       select s.id from mail_settings s where s.account_id = a.account_id and s.domain < $1 order by s.domain desc limit 1)
     where account_id = $2`,
    [domain, discoveries.api.account.id],
  );
  const queued = async () => {
    const { rows } = await observer.query<{ id: string }>(
      'select id from discovery where domain = $1 and started_by is null',
      [domain],
    );
    return rows[0]?.id;
  };
  await waitUntil(async () => (await queued()) !== undefined);
  expect(await discoveries.run((await queued())!)).toBe('stored');
  expect(await queued()).toBeUndefined();
  const { rows } = await observer.query<{ id: string; urgency: number }>(
    `select v.id, j.urgency, v.servers #>> '{imap,host}' as host from verification v join verification_job j
       on j.verification_id = v.id where v.domain = $1 and v.trigger = 'try'`,
    [domain],
  );
  expect(rows).toEqual([{ id: expect.any(String), urgency: 4, host: 'imap.example.com' }]);
  await end('passed', rows[0]!.id);
  expect(await hints()).toHaveLength(1);
});

test('R16 the overview counts hints, and the list shows their domains', async () => {
  await discoveries.observer.query('delete from server_hint');
  await find('passed');
  const list = async (query: string) => (await call('GET', `/v1/mail-settings?${query}`)).body.data;
  expect((await list('hint=shown')).map((row: { domain: string }) => row.domain)).toEqual([domain]);
  expect((await call('GET', '/v1/mail-settings/count?hint=shown')).body).toEqual({ total: 1, failing: 0 });
  const { attention } = (await call('GET', '/v1/summary')).body;
  expect(attention).toContainEqual({
    kind: 'hints',
    domain,
    displayDomain: domain,
    count: 1,
    since: expect.any(String),
  });
});
