import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { openMigratedDatabase, type MigratedDatabase } from '@postern/test/database/open-migrated-database';
import type { Client } from 'pg';
import { asOperator, type Database } from '../database.js';
import { Account } from '../entities/account.js';
import { newId } from '../id.js';
import { announceWorker } from './announce-worker.js';
import { dispatchVerifications } from './dispatch-verifications.js';
import { queueSearches } from './queue-searches.js';

let opened: MigratedDatabase;
let database: Database;
let observer: Client;
beforeAll(async () => {
  opened = await openMigratedDatabase();
  ({ database, superuser: observer } = opened);
});
afterAll(() => opened.close());
beforeEach(() => observer.query('truncate account, worker cascade'));

/** Makes an account whose turn it is, with domains whose names are in the order of their numbers. */
async function createAccount(domains: number, dataCenter: string | null = null): Promise<string> {
  const id = newId();
  await asOperator(database).insert(Account, { id, name: id, dataCenter });
  await observer.query(
    `insert into mail_settings (id, account_id, domain, display_domain, kind, exchange_url, origin, created_by, updated_by)
     select gen_random_uuid(), $1, name, name, 'exchange', 'https://mail.example.com/EWS/Exchange.asmx', 'admin', '', ''
     from (select lpad(n::text, 7, '0') || '.example.com' as name from generate_series(1, $2) n) names`,
    [id, domains],
  );
  await observer.query('update account_search set next_at = now() where account_id = $1', [id]);
  return id;
}
const announce = (concurrency: number, dataCenter = '') =>
  announceWorker(database, { id: newId(), dataCenter, concurrency });
const searched = async (accountId: string): Promise<string[]> => {
  const { rows } = await observer.query<{ domain: string }>(
    'select domain from discovery where account_id = $1 order by domain',
    [accountId],
  );
  return rows.map(({ domain }) => domain.slice(0, 7));
};
/** The time until the next search of an account, in seconds. */
const nextIn = async (accountId: string): Promise<number> => {
  const { rows } = await observer.query<{ seconds: string }>(
    'select extract(epoch from next_at - now()) as seconds from account_search where account_id = $1',
    [accountId],
  );
  return Number(rows[0]!.seconds);
};
const week = 7 * 86_400;
const passed = (days: number) =>
  observer.query(`update account_search set next_at = next_at - make_interval(days => $1)`, [days]);
const endAll = () => observer.query('delete from discovery');

test('the first search of an account comes at a random time of a week', async () => {
  const ids = Array.from({ length: 50 }, () => newId());
  for (const id of ids) await asOperator(database).insert(Account, { id, name: id, dataCenter: null });
  const times: number[] = [];
  for (const id of ids) times.push(await nextIn(id));
  expect(Math.min(...times)).toBeGreaterThan(-60);
  expect(Math.max(...times)).toBeLessThanOrEqual(week);
  expect(Math.max(...times) - Math.min(...times)).toBeGreaterThan(week / 3);
});

test('the domains of an account are searched one after the other, spread over the week, and then again', async () => {
  await announce(50);
  const id = await createAccount(7);
  expect(await queueSearches(database)).toBe(1);
  expect(await searched(id)).toEqual(['0000001']);
  expect(await nextIn(id)).toBeCloseTo(week / 7, -2);
  expect(await queueSearches(database)).toBe(0);
  const seen: string[] = [];
  for (let day = 0; day < 8; day += 1) {
    await endAll();
    await passed(1);
    await queueSearches(database);
    seen.push(...(await searched(id)));
  }
  expect(seen).toEqual([...Array.from({ length: 6 }, (_, place) => `000000${place + 2}`), '0000001']);
});

test('a search waits as the lowest urgency, and is dispatched after a verification of an import', async () => {
  await announce(50);
  await createAccount(1);
  await queueSearches(database);
  const { rows } = await observer.query(
    'select urgency, discovery_id = verification_id as own from verification_job',
  );
  expect(rows).toEqual([{ urgency: 4, own: true }]);
  const dispatched = await dispatchVerifications(database, []);
  expect(dispatched).toHaveLength(1);
});

test('a fifth of what the workers run at once is searched, and half of that for one account', async () => {
  await announce(50);
  const large = await createAccount(2000);
  await passed(1); // It fell behind: 2,000 domains a week are 12 an hour.
  expect(await queueSearches(database)).toBe(5);
  expect(await queueSearches(database)).toBe(0);
  const others: string[] = [];
  for (let place = 0; place < 7; place += 1) others.push(await createAccount(3));
  await passed(7);
  expect(await queueSearches(database)).toBe(5);
  expect(await searched(large)).toHaveLength(5);
  const ofOthers: string[] = [];
  for (const id of others) ofOthers.push(...(await searched(id)));
  expect(ofOthers).toHaveLength(5);
  expect(await queueSearches(database)).toBe(0);
});

test('without a worker for its data centre nothing of an account is queued', async () => {
  const id = await createAccount(3, 'eu1');
  expect(await queueSearches(database)).toBe(0);
  await announce(50, 'na1');
  expect(await queueSearches(database)).toBe(0);
  expect(await nextIn(id)).toBeCloseTo(3600, -2);
  await announce(50, 'eu1');
  await passed(1);
  expect(await queueSearches(database)).toBe(1);
});

test('attempts are not searched', async () => {
  await announce(50);
  const id = await createAccount(2);
  await observer.query(`update mail_settings set origin = 'attempt' where account_id = $1`, [id]);
  expect(await queueSearches(database)).toBe(0);
  expect(await nextIn(id)).toBeCloseTo(week, -2);
});
