import { expect, test } from '@jest/globals';
import { createTestDatabase } from '../environment/test-database.js';
import { startPrivatePostgres } from '../environment/test-postgres.js';
import { waitUntil } from '../environment/wait-until.js';
import { startHammer } from './hammer.js';
import { startStack } from './start-stack.js';

/** `RESTART_SECONDS=30 npm test -- postgres-restart` is the long run; without it two seconds on either side must do. */
const seconds = Number(process.env.RESTART_SECONDS ?? 4);

test('under 64 connections, while PostgreSQL is restarted: only 200 and 503 with Retry-After, and soon full speed again', async () => {
  const postgres = await startPrivatePostgres();
  const database = await createTestDatabase(postgres.url);
  const stack = await startStack({ databaseUrl: database.connectionString });
  const { exitCode } = stack.processes.api;
  const hammer = startHammer(`${stack.url}/v1/populate?email=jane@example.com`, stack.token, 64);
  try {
    await waitUntil(() => (hammer.hits.at(-1)?.at ?? 0) > (seconds * 1000) / 2, 60_000);
    const before = hammer.rate(1000);
    await postgres.halt();
    await waitUntil(() => hammer.hits.at(-1)?.status === 503);
    await postgres.resume();
    // Other suites share the machine: half of what it was is taken for full speed here, the bench asks for more.
    await waitUntil(() => hammer.rate(1000) > before / 2, 10_000);
    const back = hammer.hits.at(-1)!.at;
    await waitUntil(() => hammer.hits.at(-1)!.at > back + (seconds * 1000) / 2, 60_000);
  } finally {
    await hammer.stop();
  }
  expect(new Set(hammer.hits.map(({ status }) => status))).toEqual(new Set([200, 503]));
  expect(
    hammer.hits.filter(({ status, retryAfter }) => status === 503 && !/^\d+$/.test(retryAfter ?? '')),
  ).toEqual([]);
  expect(stack.processes.api.exitCode).toBe(exitCode); // Unhandled rejections end the process.
  await stack.stop();
  await database.drop();
  await postgres.stop();
}, 180_000);
