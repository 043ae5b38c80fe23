import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { Database } from '@postern/database/database';
import { announceWorker } from '@postern/database/functions/announce-worker';
import { takeBackVerifications } from '@postern/database/functions/take-back-verifications';
import { newId } from '@postern/database/id';
import { TroubleEpisodes } from '@postern/database/trouble-episodes';
import type { ConversationRequest } from '@postern/mail-probe/conversation/conversation';
import { openMigratedDatabase, type MigratedDatabase } from '@postern/test/database/open-migrated-database';
import { waitUntil } from '@postern/test/environment/wait-until';
import type { Client } from 'pg';
import { pino } from 'pino';
import { ConversationTurns } from './conversation-turns.js';

const log = pino({ level: 'silent' });
const troubles = new TroubleEpisodes(log);
let opened: MigratedDatabase;
let database: Database;
let observer: Client;
beforeAll(async () => {
  opened = await openMigratedDatabase();
  ({ database, superuser: observer } = opened);
});
afterAll(async () => {
  for (const worker of workers) worker.close();
  await opened.close();
});
beforeEach(() => observer.query('truncate conversation_turn, worker'));

const workers: ConversationTurns[] = [];
const startWorker = async (): Promise<ConversationTurns> => {
  const id = newId();
  await announceWorker(database, { id, dataCenter: '', concurrency: 50 });
  const worker = new ConversationTurns(database, id, troubles, log);
  workers.push(worker);
  return worker;
};
const request = (host: string, ...addresses: string[]) =>
  ({ host, port: 993, addresses }) as unknown as ConversationRequest;

/** Conversations that run until they are ended, by the account that they belong to. */
function createConversations() {
  const running: { readonly accountId: string | null; end(): void }[] = [];
  const start = (
    turns: ConversationTurns,
    accountId: string | null,
    wanted: ConversationRequest,
    signal?: AbortSignal,
  ) => {
    const talk = async () => {
      const { promise, resolve } = Promise.withResolvers<void>();
      const conversation = {
        accountId,
        end() {
          running.splice(running.indexOf(conversation), 1);
          resolve();
        },
      };
      running.push(conversation);
      await promise;
    };
    const id = newId();
    const holder =
      accountId === null ? { id, accountId: newId(), isScheduled: true as const } : { id, accountId };
    return turns.run(wanted, holder, talk, signal);
  };
  const endAll = () => {
    while (running.length > 0) running[0]!.end();
  };
  return { running, start, endAll };
}
const count = async (condition: string): Promise<number> => {
  const { rows } = await observer.query<{ count: number }>(
    `select count(*)::int as count from conversation_turn where ${condition}`,
  );
  return rows[0]!.count;
};

test('R28 four workers have two conversations with an address, whatever names lead to it', async () => {
  const four = await Promise.all([startWorker(), startWorker(), startWorker(), startWorker()]);
  const { running, start } = createConversations();
  const accounts = [newId(), newId(), null];
  const all = Array.from({ length: 24 }, (_, place) =>
    start(four[place % 4]!, accounts[place % 3]!, request(`alias-${place}.example.com`, '192.0.2.1')),
  );
  await waitUntil(() => running.length === 2);
  await waitUntil(async () => (await count('true')) === 24);
  for (let ended = 0; ended < 24; ended += 1) {
    await waitUntil(() => running.length > 0);
    expect(running.length).toBeLessThanOrEqual(2);
    expect(await count('taken_at is not null')).toBeLessThanOrEqual(2);
    running[0]!.end();
  }
  await Promise.all(all);
  await waitUntil(async () => (await count('true')) === 0);
}, 60_000);

test('an account has one turn of an address while another account’s conversation waits there', async () => {
  const worker = await startWorker();
  const [many, few] = [newId(), newId()];
  const { running, start } = createConversations();
  const all = Array.from({ length: 10 }, () => start(worker, many, request('mail.example.com', '192.0.2.2')));
  await waitUntil(() => running.length === 2);
  all.push(start(worker, few, request('other.example.com', '192.0.2.2')));
  await waitUntil(async () => (await count('true')) === 11);
  running[0]!.end();
  await waitUntil(() => running.some(({ accountId }) => accountId === few));
  expect(running.filter(({ accountId }) => accountId === many)).toHaveLength(1);
  await waitUntil(() => {
    running[0]?.end();
    return running.length === 0;
  }, 30_000);
  await Promise.all(all);
}, 60_000);

test('conversations with several addresses need a turn of each, and those with other servers do not wait', async () => {
  const worker = await startWorker();
  const { running, start, endAll } = createConversations();
  const addresses = ['192.0.2.3', '192.0.2.4'];
  const first = [0, 1].map(() => start(worker, newId(), request('one.example.com', ...addresses)));
  await waitUntil(() => running.length === 2);
  const second = start(worker, newId(), request('two.example.com', '192.0.2.4'));
  const third = start(worker, newId(), request('three.example.com', '192.0.2.5'));
  await waitUntil(() => running.length === 3);
  await waitUntil(async () => (await count('taken_at is null')) === 1);
  running[0]!.end();
  await waitUntil(async () => (await count('taken_at is null')) === 0);
  endAll();
  await Promise.all([...first, second, third]);
});

test('a conversation that is aborted while it waits leaves no turn', async () => {
  const worker = await startWorker();
  const { running, start, endAll } = createConversations();
  const wanted = request('mail.example.com', '192.0.2.6');
  const others = [0, 1].map(() => start(worker, newId(), wanted));
  await waitUntil(() => running.length === 2);
  const aborter = new AbortController();
  const waiting = start(worker, newId(), wanted, aborter.signal);
  await waitUntil(async () => (await count('taken_at is null')) === 1);
  aborter.abort(new Error('lease lost'));
  await expect(waiting).rejects.toThrow('lease lost');
  await waitUntil(async () => (await count('true')) === 2);
  endAll();
  await Promise.all(others);
});

test('the turns of a worker without a heartbeat are free again', async () => {
  const dead = await startWorker();
  const { running, start, endAll } = createConversations();
  const lost = [0, 1].map(() => start(dead, newId(), request('mail.example.com', '192.0.2.7')));
  await waitUntil(() => running.length === 2);
  await observer.query(`update worker set heartbeat_at = now() - interval '11 seconds'`);
  const live = await startWorker();
  const next = start(live, newId(), request('mail.example.com', '192.0.2.7'));
  await waitUntil(async () => (await count('taken_at is null')) === 1);
  await takeBackVerifications(database);
  await waitUntil(() => running.length === 3);
  endAll();
  await Promise.all([...lost, next]);
});
