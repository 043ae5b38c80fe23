import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { QueueJob, Wait } from '@postern/core/queue';
import { announceWorker } from '@postern/database/functions/announce-worker';
import { dispatchVerifications } from '@postern/database/functions/dispatch-verifications';
import { firstIdOf, newId } from '@postern/database/id';
import { waitUntil } from '@postern/test/environment/wait-until';
import { startTestApi, type TestApi } from '@postern/test/api/start-test-api';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.stop());

const worker = { id: newId(), dataCenter: 'eu1', concurrency: 1 };
const operator = () => ({ token: api.operatorToken });
const save = async (domain: string, token = api.account.tokens['super-admin']): Promise<string> => {
  const body = { domain, kind: 'exchange', exchange: { url: 'https://mail.example.com/EWS/Exchange.asmx' } };
  return (await api.call('POST', '/v1/mail-settings', { body, token })).body.verification.id as string;
};
const waitOf = async (id: string) => (await api.call('GET', `/v1/verifications/${id}`)).body['wait'] as Wait;
const listed = async (query = ''): Promise<QueueJob[]> =>
  (await api.call('GET', `/v1/queue${query}`, operator())).body.data as unknown as QueueJob[];

test('a queued verification says that no worker serves its data centre, and how many are ahead of it', async () => {
  await api.call('PATCH', `/v1/accounts/${api.account.id}`, { ...operator(), body: { dataCenter: 'eu1' } });
  await save('a.example.com');
  await save('b.example.com');
  const id = await save('c.example.com');
  expect(await waitOf(id)).toEqual({
    reason: 'no-worker',
    dataCenter: 'eu1',
    ahead: 2,
    text: 'No worker serves the data centre eu1.',
  });
  await announceWorker(api.database, worker);
  await waitUntil(async () => (await waitOf(id)).reason !== 'no-worker'); // Reads are shared for 100 ms.
  expect(await waitOf(id)).toMatchObject({
    reason: 'checks-ahead',
    text: '2 checks of your account are ahead of this one.',
  });
  await dispatchVerifications(api.database, []);
  const states = (await listed()).map(({ state, wait }) => [state, wait?.reason]);
  expect(states).toEqual([
    ['dispatched', 'starting'],
    ['waiting', 'free-worker'],
    ['waiting', 'checks-ahead'],
  ]);
  const stream = await api.call('GET', `/v1/verifications/${id}/events`, { token: api.other.tokens.member });
  expect(stream.status).toBe(404);
});

test('the operator sees how much waits, by account and by age', async () => {
  // The saved verification takes the second place of the window, which is one and a half times the concurrency.
  await announceWorker(api.database, worker);
  await save('d.example.com', api.other.tokens['super-admin']);
  await waitUntil(async () => (await listed()).filter(({ state }) => state === 'dispatched').length === 2);
  const all = await api.call('GET', '/v1/queue?limit=2', operator());
  expect(all.body.data.length).toBe(2);
  expect(all.body.status).toMatchObject({
    jobs: [
      { urgency: 'person', waiting: 2, dispatched: 2 },
      { urgency: 'import', waiting: 0, dispatched: 0 },
      { urgency: 'lost', waiting: 0, dispatched: 0 },
      { urgency: 'search', waiting: 0, dispatched: 0 },
    ],
    workers: [{ dataCenter: 'eu1', workers: 1, concurrency: 1 }],
  });
  const rest = await listed(`?cursor=${all.body.nextCursor}`);
  expect(rest.length).toBe(2);
  expect((await listed(`?account=${api.other.id}`)).map(({ account }) => account.id)).toEqual([api.other.id]);
  expect(await listed('?stuck=true')).toEqual([]);
  const [job] = await listed(`?account=${api.other.id}`);
  const old = firstIdOf(new Date(Date.now() - 11 * 60_000));
  const rename = (from: string, to: string, queued: string) =>
    api.database.em
      .fork()
      .execute(
        'update verification_job set verification_id = ?, queued_at = now() - ?::interval where verification_id = ?',
        [to, queued, from],
      );
  await rename(job!.verificationId, old, '11 minutes');
  expect((await listed('?stuck=true')).map(({ verificationId }) => verificationId)).toEqual([old]);
  await rename(old, job!.verificationId, '0');
  const scraped = String((await api.call('GET', '/metrics', { token: null })).body);
  expect(scraped).toContain('postern_jobs{urgency="person",state="waiting"} 2');
  expect(scraped).toContain('postern_workers{data_center="eu1"} 1');
  expect(scraped).toContain('postern_conversations{state="running"} 0');
  expect(Number(/postern_queue_age_seconds ([\d.]+)/.exec(scraped)![1])).toBeGreaterThan(0);
});

test('the operator puts a dispatched verification back, and cancels another, with an entry in the account’s audit log', async () => {
  const [dispatched, waiting] = (await listed()).map(({ verificationId }) => verificationId);
  expect((await api.call('POST', `/v1/queue/${dispatched!}/put-back`, operator())).status).toBe(204);
  expect((await api.call('POST', `/v1/queue/${waiting!}/cancel`, operator())).status).toBe(204);
  expect((await listed()).some(({ verificationId }) => verificationId === waiting)).toBe(false);
  expect((await api.call('GET', `/v1/verifications/${waiting!}`)).body.state).toBe('superseded');
  const settings = await api.call('GET', '/v1/mail-settings/b.example.com');
  expect(settings.body.verification.state).toBe('unverified');
  const audit = await api.call('GET', '/v1/audit-events?limit=2');
  expect(audit.body.data.map((event) => [event['action'], event['subject']])).toEqual([
    ['verification.cancelled', waiting],
    ['verification.put-back', dispatched],
  ]);
  expect((await api.call('POST', `/v1/queue/${waiting!}/cancel`, operator())).status).toBe(404);
});

test('R16 a job of a discovery says so', async () => {
  const body = { domain: 'found.example.com' };
  const { id } = (await api.call('POST', '/v1/discoveries', { body })).body as unknown as { id: string };
  const kinds = new Map((await listed()).map(({ verificationId, kind }) => [verificationId, kind]));
  expect(kinds.get(id)).toBe('discovery');
  expect(new Set(kinds.values())).toEqual(new Set(['verification', 'discovery']));
});
