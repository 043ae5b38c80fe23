import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { addMonitored } from '@postern/test/api/add-monitored';
import { openMigratedDatabase, type MigratedDatabase } from '@postern/test/database/open-migrated-database';
import type { Client } from 'pg';
import { asOperator, type Database } from '../database.js';
import { Account } from '../entities/account.js';
import { newId } from '../id.js';
import { claimDueServers } from './claim-due-servers.js';

let opened: MigratedDatabase;
let database: Database;
let observer: Client;
beforeAll(async () => {
  opened = await openMigratedDatabase();
  ({ database, superuser: observer } = opened);
});
afterAll(() => opened.close());
beforeEach(() => observer.query('truncate account, monitored_server, server_turn cascade'));

const createAccount = async (): Promise<string> => {
  const id = newId();
  await asOperator(database).insert(Account, { id, name: id });
  return id;
};
const claim = (running: string[] = []) =>
  claimDueServers(database, { workerId: newId(), limit: 20, dataCenter: null, running, mostOfAccount: 16 });
const hostsOf = (servers: Awaited<ReturnType<typeof claim>>) => servers.map(({ host }) => host);

test('accounts take turns, each with the server that is due longest', async () => {
  const [many, few] = [await createAccount(), await createAccount()];
  await addMonitored(observer, many, { host: 'silent.example.com', dueForMinutes: 60, count: 240 });
  await addMonitored(observer, few, { host: 'late.example.net' });
  await addMonitored(observer, few, { host: 'early.example.net', dueForMinutes: 30 });
  const claimed = await claim();
  expect(claimed).toHaveLength(18);
  const places = ['early.example.net', 'late.example.net'].map((host) => hostsOf(claimed).indexOf(host));
  expect(places[0]).toBeLessThan(2);
  expect(places[1]).toBeLessThan(4);
  expect(places[0]).toBeLessThan(places[1]!);
});

test('an account that holds four fifths of a worker’s places gets no further one', async () => {
  const [many, few] = [await createAccount(), await createAccount()];
  await addMonitored(observer, many, { host: 'silent.example.com', count: 240 });
  const first = await claim();
  expect(first).toHaveLength(16);
  const running = first.map(({ accountId }) => accountId);
  expect(await claim(running)).toEqual([]);
  await addMonitored(observer, few, { host: 'mail.example.net' });
  expect(hostsOf(await claim(running))).toEqual(['mail.example.net']);
  expect(await claim(running.slice(1))).toHaveLength(1);
});

test('a server of two accounts is claimed in the turn of either, and once', async () => {
  const [one, other] = [await createAccount(), await createAccount()];
  await addMonitored(observer, one, { host: 'mail.example.com' });
  await addMonitored(observer, one, { host: 'silent.example.com', dueForMinutes: 60, count: 240 });
  await addMonitored(observer, other, { host: 'unused.example.com' });
  for (const table of ['monitored_domain', 'account_server']) {
    await observer.query(
      `update ${table} set server_id = (select id from monitored_server where host = 'mail.example.com')
       where account_id = $1`,
      [other],
    );
  }
  expect(hostsOf(await claim()).filter((host) => host === 'mail.example.com')).toHaveLength(1);
  expect(hostsOf(await claim())).not.toContain('mail.example.com');
});

test('a server that is made due earlier is claimed at once', async () => {
  await addMonitored(observer, await createAccount(), { host: 'mail.example.com', dueForMinutes: -600 });
  expect(await claim()).toEqual([]);
  await observer.query(`update monitored_server set due_at = now() - interval '1 second'`);
  expect(hostsOf(await claim())).toEqual(['mail.example.com']);
});

test('a server that no domain uses any more is removed from the schedule', async () => {
  await addMonitored(observer, await createAccount(), { host: 'mail.example.com' });
  await observer.query('delete from mail_settings');
  expect(await claim()).toEqual([]);
  expect((await observer.query('select 1 from monitored_server')).rowCount).toBe(0);
});
