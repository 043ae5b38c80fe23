import { expect, test } from '@jest/globals';
import { startBreakableProxy } from '@postern/test/environment/breakable-proxy';
import { createTestDatabase } from '@postern/test/environment/test-database';
import { waitUntil } from '@postern/test/environment/wait-until';
import { Client } from 'pg';
import { openDatabase } from './database.js';
import { listen } from './listen.js';

test('a listener is told of each commit, also after PostgreSQL was away', async () => {
  const test = await createTestDatabase();
  const url = new URL(test.connectionString);
  const proxy = await startBreakableProxy(Number(url.port));
  url.port = String(proxy.port);
  const database = await openDatabase(url.href, { connections: 1 });
  const sender = new Client({ connectionString: test.connectionString });
  await sender.connect();
  let told = 0;
  const listener = listen(database, 'changes', () => (told += 1));
  const notify = async () => {
    const before = told;
    await sender.query('begin');
    await sender.query(`select pg_notify('changes', '')`);
    await sender.query('commit');
    await waitUntil(() => told > before);
  };
  await waitUntil(() => told === 1); // It has connected.
  await notify();
  await sender.query(`begin; select pg_notify('changes', ''); rollback`);
  await notify();
  expect(told).toBe(3);
  await proxy.cut();
  await proxy.mend();
  await waitUntil(() => told === 4);
  await notify();
  await listener.close();
  await sender.query(`select pg_notify('changes', '')`);
  expect(told).toBe(5);
  await database.close();
  await sender.end();
  await proxy.cut();
  await test.drop();
}, 30_000);
