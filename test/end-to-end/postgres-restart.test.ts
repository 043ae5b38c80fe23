import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { answerOf } from '@postern/client/postern-client';
import autocannon from 'autocannon';
import { createTestDatabase, type TestDatabase } from '../environment/test-database.js';
import { startPrivatePostgres, type PrivatePostgres } from '../environment/test-postgres.js';
import { waitUntil } from '../environment/wait-until.js';
import { startStack, type Stack } from './start-stack.js';

const connections = 64;
const durationSeconds = 30;
const haltAtMs = 12_000;
/**
 * The time of load before the measurement, in which V8 compiles the api's code. Without it the speed after the
 * restart would be compared with that of a slow start.
 */
const warmUpMs = 3000;
const recoveryMs = 10_000;

type Answer = { readonly at: number; readonly status: number; readonly retryAfter: string | undefined };

let postgres: PrivatePostgres;
let database: TestDatabase;
let stack: Stack;

beforeAll(async () => {
  postgres = await startPrivatePostgres();
  database = await createTestDatabase(postgres.url);
  stack = await startStack({ databaseUrl: database.connectionString });
  for (const domain of ['example.com', 'example.org']) {
    const exchange = { url: `https://mail.${domain}/EWS/Exchange.asmx` };
    await answerOf(stack.client.POST('/v1/mail-settings', { body: { domain, kind: 'exchange', exchange } }));
  }
});
afterAll(async () => {
  await stack.stop();
  await database.drop();
  await postgres.stop();
});

test('while PostgreSQL restarts the api sends only 200 or 503 with Retry-After, and is fast 10 s later', async () => {
  const started = performance.now();
  const answers: Answer[] = [];
  const load = loadWith(({ status, retryAfter }) => {
    answers.push({ at: performance.now() - started, status, retryAfter });
  });
  await waitUntil(() => performance.now() - started > haltAtMs, 2 * haltAtMs);
  const haltedAt = performance.now() - started;
  await postgres.halt();
  await waitUntil(() => answers.at(-1)?.status === 503);
  await postgres.resume();
  const resumedAt = performance.now() - started;
  const result = await load;

  expect(Object.keys(result.statusCodeStats ?? {}).toSorted()).toEqual(['200', '503']);
  expect(
    answers.filter(({ status, retryAfter }) => status === 503 && !/^\d+$/.test(retryAfter ?? '')),
  ).toEqual([]);
  expect({ errors: result.errors, timeouts: result.timeouts }).toEqual({ errors: 0, timeouts: 0 });
  // autocannon 9 counts no error if a server closes a connection before it has responded, so the numbers of
  // requests and responses are compared.
  expect(result.requests.sent - answers.length).toBeLessThanOrEqual(connections);
  // Other suites run at the same time and slow single seconds, so the best second is compared.
  const before = median(perSecond(answers, warmUpMs, haltedAt));
  const after = Math.max(...perSecond(answers, resumedAt, resumedAt + recoveryMs));
  expect(after / before).toBeGreaterThanOrEqual(0.9);
  const late = answers.filter(({ at, status }) => at > resumedAt + recoveryMs && status !== 200);
  expect(late).toEqual([]);
  // An unhandled rejection would have ended the process of the api.
  for (const { exitCode, signalCode } of Object.values(stack.processes))
    expect([exitCode, signalCode]).toEqual([null, null]);
}, 120_000);

/** Sends the most frequent requests of users and admins, alternately, on each connection. */
function loadWith(onAnswer: (answer: Omit<Answer, 'at'>) => void): Promise<autocannon.Result> {
  const paths = ['/v1/populate?email=jane@example.com', '/v1/mail-settings?limit=10'];
  const onResponse: autocannon.Request['onResponse'] = (status, _body, _context, headers) =>
    onAnswer({ status, retryAfter: headers?.['retry-after'] });
  return autocannon({
    url: stack.url,
    connections,
    duration: durationSeconds,
    headers: { authorization: `Bearer ${stack.token}` },
    requests: paths.map((path) => ({ path, onResponse })),
  });
}

/** Counts the responses with status 200 in each whole second between two times. */
function perSecond(answers: readonly Answer[], fromMs: number, toMs: number): number[] {
  const counts = Array.from({ length: Math.floor((toMs - fromMs) / 1000) }, () => 0);
  for (const { at, status } of answers) {
    const second = Math.floor((at - fromMs) / 1000);
    if (status === 200 && second >= 0 && second < counts.length) counts[second]! += 1;
  }
  return counts;
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)]!;
}
