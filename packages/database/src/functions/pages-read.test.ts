import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { addMonitored } from '@postern/test/api/add-monitored';
import { emptyWindow, fillWaitingJobs } from '@postern/test/database/fill-waiting-jobs';
import { openMigratedDatabase, type MigratedDatabase } from '@postern/test/database/open-migrated-database';
import type { Client } from 'pg';
import { asOperator, type Database } from '../database.js';
import { Account } from '../entities/account.js';
import { newId } from '../id.js';
import { listQueueJobs } from '../queue-status.js';
import { bootstrapTokens } from '../tokens.js';
import { announceWorker } from './announce-worker.js';
import { claimDueServers } from './claim-due-servers.js';
import { dispatchVerifications } from './dispatch-verifications.js';
import { createSettings } from './save-mail-settings.js';

/*
 * The cost of statements in pages of tables and indexes, which a busy machine does not change. One session makes its plans
 * while the tables are small. Deeper indexes cost a page more for each look; reading a whole table, a hundred times as many.
 */

let opened: MigratedDatabase;
let database: Database;
let superuser: Client;
beforeEach(async () => {
  opened = await openMigratedDatabase({ connections: 1 });
  ({ database, superuser } = opened);
});
afterEach(() => opened.close());

async function pagesSoFar(): Promise<number> {
  // Of both sessions, or what the superuser filled in would count for the statement after it. Statistics are sent when
  // the statement has ended.
  await database.em.fork().execute('select pg_stat_force_next_flush()');
  await database.em.fork().execute('select 1');
  await superuser.query('select pg_stat_force_next_flush()');
  await superuser.query('select 1');
  const { rows } = await superuser.query<{ pages: string }>(
    `select sum(heap_blks_hit + heap_blks_read + coalesce(idx_blks_hit + idx_blks_read, 0)) as pages
     from pg_statio_user_tables`,
  );
  return Number(rows[0]!.pages);
}

async function pagesOf(act: () => Promise<unknown>): Promise<number> {
  const before = await pagesSoFar();
  await act();
  return (await pagesSoFar()) - before;
}

test.each([
  [1, 1],
  [100, 1000],
])(
  'a dispatch reads as much with 10,000 waiting jobs as with 100, in %i and %i accounts',
  async (few, many) => {
    await announceWorker(database, { id: newId(), dataCenter: '', concurrency: 20 });
    const dispatch = async () => {
      await emptyWindow(superuser);
      await superuser.query('vacuum verification_job, server_turn, waiting_account');
      return pagesOf(async () =>
        expect((await dispatchVerifications(database, [])).length).toBeGreaterThan(10),
      );
    };
    await fillWaitingJobs(superuser, 100, few);
    await dispatch();
    const little = await dispatch();
    await fillWaitingJobs(superuser, 9_900, many - few);
    expect(await dispatch()).toBeLessThan(little * 2);
  },
);

test('the jobs of one account, and those that wait for long, are listed without reading 10,000 others', async () => {
  await fillWaitingJobs(superuser, 20, 1);
  const { rows } = await superuser.query<{ id: string }>('select id from account');
  const list = () =>
    pagesOf(async () =>
      expect(await listQueueJobs(database, { accountId: rows[0]!.id, limit: 10 })).toHaveLength(10),
    );
  await fillWaitingJobs(superuser, 100, 100);
  await list();
  const little = await list();
  await fillWaitingJobs(superuser, 9_900, 900);
  expect(await list()).toBeLessThan(little * 4);
  // All jobs were queued just now, and the random ids of some of them are those of an older job.
  const young = () => listQueueJobs(database, { olderThanSeconds: 600, limit: 10 });
  expect(await pagesOf(async () => expect(await young()).toEqual([]))).toBeLessThan(1000);
});

test('a save reads as much in an account of 5,000 domains as in an account of 100', async () => {
  const accountId = await bootstrapTokens(database, {
    superAdmin: `postern_${'a'.repeat(43)}`,
    operator: null,
  });
  const { rows } = await superuser.query<{ id: string }>('select id from token');
  const saver = { accountId, holderId: rows[0]!.id, traceparent: null };
  let count = 0;
  const save = () => {
    count += 1;
    const server = (host: string, port: number) => ({ host, port, tls: 'implicit' as const });
    const servers = {
      kind: 'imap' as const,
      imap: server(`imap${count}.example.com`, 993),
      smtp: server(`smtp${count}.example.com`, 465),
      allowNonSecureCertificate: false,
    };
    const domain = `d${count}.example.com`;
    return createSettings(database, saver, { id: newId(), domain, servers, revision: 1, before: null });
  };
  while (count < 100) await save();
  await superuser.query('analyze'); // The next save plans its statements anew, for these small tables.
  await save();
  const little = await pagesOf(save);
  await superuser.query(`
    set session_replication_role = replica;
    insert into monitored_server (id, data_center, endpoint, host, port, tls, path, due_at)
      select gen_random_uuid(), '', 'imap', 'other' || n || '.example.com', 993, 'implicit', '', now() + interval '1 day'
      from generate_series(1, 5000) n;
    insert into monitored_domain (server_id, settings_id, account_id)
      select id, gen_random_uuid(), '${accountId}' from monitored_server where host like 'other%';
    insert into account_server (server_id, account_id, look_at)
      select id, '${accountId}', due_at from monitored_server where host like 'other%'`);
  expect(await pagesOf(save)).toBeLessThan(little * 2);
});

test('a claim reads as much with 4,000 due servers and 500 accounts as with 200 and 2', async () => {
  const claim = () =>
    claimDueServers(database, {
      workerId: newId(),
      limit: 4,
      dataCenter: null,
      running: [],
      mostOfAccount: 16,
    });
  const pagesRead = async (accounts: number, due: number): Promise<number> => {
    await superuser.query('truncate account, monitored_server, server_turn cascade');
    for (let account = 0; account < 2; account += 1) {
      const id = newId();
      await asOperator(database).insert(Account, { id, name: id });
      await addMonitored(superuser, id, { host: `${account}.example.com`, count: due / 2 });
    }
    await superuser.query(
      `insert into account (id, name) select gen_random_uuid(), n::text from generate_series(1, $1::int) n`,
      [accounts - 2],
    );
    // As after the first looks: accounts without due servers have left the line.
    await superuser.query(
      `update monitored_account a set turn_at = now() + interval '1 hour'
       where not exists (select 1 from account_server s where s.account_id = a.account_id)`,
    );
    await superuser.query('vacuum analyze');
    await claim();
    await superuser.query('truncate server_turn');
    return pagesOf(async () => expect(await claim()).toHaveLength(4));
  };
  const few = await pagesRead(2, 200);
  expect(await pagesRead(500, 4_000)).toBeLessThan(few * 1.3);
});
