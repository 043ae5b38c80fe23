import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { JobBackend } from '@postern/jobs/job-backend';
import { openVerificationQueue, type VerificationQueue } from '@postern/jobs/verification-queue';
import { startTestApi, type TestApi } from '@postern/test/api/start-test-api';
import { describeWith } from '@postern/test/environment/describe-with';
import { findProgram } from '@postern/test/environment/system-packages';
import { startPrivateRedis } from '@postern/test/environment/test-redis';
import { Client } from 'pg';
import { sweepVerificationJobs, wipeStaleCredentials } from './sweep-verification-jobs.js';

let api: TestApi;
let observer: Client;
beforeAll(async () => {
  // The api's own sweeper runs every 2 s; with its queue away it changes nothing that a test counts.
  api = await startTestApi({ backend: { redisUrl: 'redis://127.0.0.1:1' } });
  observer = new Client({ connectionString: api.testDatabase.superuserConnectionString });
  await observer.connect();
});
afterAll(async () => {
  await observer.end();
  await api.stop();
});
beforeEach(() => observer.query('truncate verification_job'));

let domains = 0;
const save = async (): Promise<string> => {
  const domain = `sweep-${(domains += 1)}.example.com`;
  const imap = { host: 'imap.example.com', port: 993 };
  const body = { domain, kind: 'imap', imap, smtp: { ...imap, port: 465 } };
  return (await api.call('POST', '/v1/mail-settings', { body })).body.verification.id;
};
const setJob = (id: string, assignment: string) =>
  observer.query(`update verification_job set ${assignment} where verification_id = $1`, [id]);
const databaseTime = async (): Promise<Date> =>
  (await observer.query<{ now: Date }>('select now() as now')).rows[0]!.now;
/** How many seconds after `time` a row is due. */
const dueAfter = async (id: string, time: Date): Promise<number> => {
  const { rows } = await observer.query<{ seconds: string }>(
    'select extract(epoch from due_at - $2) as seconds from verification_job where verification_id = $1',
    [id, time],
  );
  return Number(rows[0]!.seconds);
};

function sweeping(open: () => Promise<{ backend: JobBackend; close(): Promise<void> }>): void {
  let queue: VerificationQueue;
  let close: () => Promise<void>;
  beforeAll(async () => {
    const opened = await open();
    queue = openVerificationQueue(opened.backend);
    close = opened.close;
  });
  afterAll(async () => {
    await queue.close();
    await close();
  });

  test('enqueues each row that is due and that no lease holds once, and again after 10 s', async () => {
    const before = await queue.depth();
    const fresh = await save();
    const due = await save();
    const held = await save();
    const abandoned = await save();
    await setJob(fresh, `due_at = now() + interval '1 minute'`);
    await setJob(due, `due_at = now()`);
    await setJob(held, `due_at = now(), attempt = 1, lease_until = now() + interval '1 minute'`);
    await setJob(abandoned, `due_at = now(), attempt = 1, lease_until = now() - interval '1 second'`);
    const start = await databaseTime();
    expect(await sweepVerificationJobs(api.database, queue)).toBe(2);
    expect((await queue.depth()) - before).toBe(2);
    for (const id of [due, abandoned]) expect(await dueAfter(id, start)).toBeGreaterThanOrEqual(10);
    expect(await sweepVerificationJobs(api.database, queue)).toBe(0);
    await setJob(due, `due_at = now()`);
    expect(await sweepVerificationJobs(api.database, queue)).toBe(1);
    expect((await queue.depth()) - before).toBe(2); // A job that still waits is not added again.
  });

  test('processes that sweep at the same time share the rows', async () => {
    const before = await queue.depth();
    for (let row = 0; row < 20; row += 1) await setJob(await save(), `due_at = now()`);
    const swept = await Promise.all(
      Array.from({ length: 5 }, () => sweepVerificationJobs(api.database, queue)),
    );
    expect(swept.reduce((sum, rows) => sum + rows, 0)).toBe(20);
    expect((await queue.depth()) - before).toBe(20);
  });
}

describe('sweepVerificationJobs, queue on PostgreSQL', () =>
  sweeping(async () => ({
    backend: { databaseUrl: api.testDatabase.connectionString },
    close: () => Promise.resolve(),
  })));
describeWith(['redis'], 'sweepVerificationJobs, queue on Redis', () =>
  sweeping(async () => {
    const redis = await startPrivateRedis((await findProgram('redis'))!);
    return { backend: { redisUrl: `redis://127.0.0.1:${redis.port}` }, close: redis.stop };
  }),
);

test('sweepVerificationJobs throws with the queue away, and the rows stay due', async () => {
  const away = openVerificationQueue({ redisUrl: 'redis://127.0.0.1:1' });
  const id = await save();
  await setJob(id, `due_at = now()`);
  await expect(sweepVerificationJobs(api.database, away)).rejects.toThrow();
  expect(await dueAfter(id, await databaseTime())).toBeLessThanOrEqual(0);
  await away.close();
});

test('wipeStaleCredentials deletes passwords that waited five minutes, and no others', async () => {
  const server = { host: 'imap.example.com', port: 993 };
  const settings = { kind: 'imap', imap: server, smtp: { ...server, port: 465 } };
  const connect = async (user: string) => {
    const body = { email: `${user}@wipe.example.com`, settings, credentials: { password: 'secret' } };
    return (await api.call('POST', '/v1/connections', { body })).body.id;
  };
  const [old, fresh] = [await connect('old'), await connect('fresh')];
  await setJob(old, `credential_until = now() - interval '1 second'`);
  await wipeStaleCredentials(api.database);
  const { rows } = await observer.query('select verification_id as id from credential');
  expect(rows).toEqual([{ id: fresh }]);
});
