import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { once } from 'node:events';
import { open } from 'node:fs/promises';
import { isDeepStrictEqual } from 'node:util';
import { startStack, type App, type Stack } from '../end-to-end/start-stack.js';
import { askRedis } from '../environment/ask-redis.js';
import { describeWith } from '../environment/describe-with.js';
import { findProgram } from '../environment/system-packages.js';
import { createTestDatabase, type TestDatabase } from '../environment/test-database.js';
import { startPrivateRedis, type PrivateRedis } from '../environment/test-redis.js';
import { waitUntil } from '../environment/wait-until.js';
import { isWriting, rowsBelow, writeTable } from './document.js';
import { fullDisk, postgresTroubles } from './postgres-troubles.js';
import { redisMeanwhile, redisTroubles } from './redis-troubles.js';
import { recordsOf, startRunningBed, type RunningBed } from './running-bed.js';
import type { RunningSituation } from './running-situation.js';
import { fullLog, shortages, workerFaults } from './shortages.js';

const heading = 'While it runs';
// For 30 s after the disk was full, readiness says so, and not what is wrong next.
const situations = [...postgresTroubles, ...shortages, ...workerFaults, fullDisk];
const all = [...situations, fullLog, ...redisTroubles.map((one) => ({ ...one, meanwhile: redisMeanwhile }))];
const written = new Map<string, string>();
const documented = rowsBelow(heading);

/** Which of the sockets notices first that a server is away differs from run to run. */
const conceal = (text: string) => text.replace(/\((?:57P0\d|ECONNRESET)\)/, '(ECONNREFUSED)');
function expectDocumented(fault: string, message: string): void {
  written.set(fault, conceal(message));
  if (!isWriting) expect(documented.get(fault)).toBe(conceal(message));
}

afterAll(() => {
  const header = ['What is wrong', 'What is printed', 'What happens meanwhile'];
  const rows = all.map(({ fault, meanwhile }) => [fault, `\`${written.get(fault)}\``, meanwhile]);
  if (isWriting) writeTable(heading, header, rows);
});

test('the documentation has a row for each fault and no others', () => {
  if (!isWriting) expect([...documented.keys()]).toEqual(all.map(({ fault }) => fault));
});

describeWith(['root', 'ip'], heading, () => {
  let bed: RunningBed;
  beforeAll(async () => {
    bed = await startRunningBed();
  }, 120_000);
  afterAll(() => bed.close());

  /** Reads, starts a verification of the first domain, and asks for readiness. */
  async function answersOf({ client }: Stack): Promise<RunningSituation['answers']> {
    const params = { path: { domain: 'running-0.example.com' } };
    const [read, changed, ready] = await Promise.all([
      client.GET('/v1/me'),
      client.POST('/v1/mail-settings/{domain}/verifications', { params, body: {} }),
      client.GET('/readyz'),
    ]);
    const { database } = (ready.data ?? ready.error) as { database: string };
    const { code = null } = (changed.error ?? {}) as { code?: string };
    return { read: read.response.status, refusal: code, ready: database };
  }

  const heartbeatsOf = async ({ connectSuperuser }: RunningBed): Promise<number[]> => {
    const client = await connectSuperuser();
    const { rows } = await client.query<{ at: Date }>('select heartbeat_at as at from worker order by id');
    await client.end();
    return rows.map(({ at }) => at.getTime());
  };

  test.each(situations)(
    '$fault',
    async ({ fault, answers, toldBy, sentence, begin, end }) => {
      const told = (app: App) => bed.logOf(app).filter(({ msg }) => sentence.test(msg));
      const before = { api: told('api').length, worker: told('worker').length };
      const index = situations.findIndex((one) => one.fault === fault);
      const id = await bed.beginVerification(`running-${index}.example.com`);
      await begin(bed);
      try {
        bed.greet();
        await waitUntil(async () => isDeepStrictEqual(await answersOf(bed.stack), answers));
        await waitUntil(() => toldBy.every((app) => told(app).length > before[app]), 30_000);
      } finally {
        await end(bed);
      }
      const verification = await bed.stack.settled(id);
      // The login is made once: were the verification begun anew, its password would be gone.
      expect(verification.state).toBe('passed');
      expect(verification.endpoints.map(({ steps }) => steps.at(-1)!.state)).toEqual(['passed', 'passed']);
      await waitUntil(async () => (await bed.latestStateOf('running-0.example.com')) === 'passed');
      for (const app of toldBy) expect(told(app).length).toBe(before[app] + 1);
      expectDocumented(fault, told('worker').at(-1)!.msg);
    },
    90_000,
  );

  test(
    fullLog.fault,
    async () => {
      const full = await open('/dev/full', 'w');
      const worker = bed.stack.addWorker(full.fd);
      try {
        await waitUntil(async () => (await heartbeatsOf(bed)).length === 2, 60_000);
        worker.kill('SIGWINCH'); // It logs that the clocks differ.
        const told = () => fullLog.sentence.exec(bed.outputOf('worker'));
        await waitUntil(() => told() !== null, 30_000);
        expectDocumented(fullLog.fault, told()![0]);
        // Both work: the sentence is no end of the process, whose heartbeats go on.
        const heartbeats = await heartbeatsOf(bed);
        await waitUntil(async () => (await heartbeatsOf(bed)).every((at, index) => at > heartbeats[index]!));
      } finally {
        worker.kill('SIGTERM');
        await once(worker, 'exit');
        await full.close();
      }
    },
    90_000,
  );

  test('each process tells the end of each trouble of PostgreSQL once, and logs nothing else', async () => {
    for (const app of ['api', 'worker'] as const) {
      const texts = () => bed.logOf(app).map(({ msg }) => msg);
      const count = (patterns: readonly { sentence: RegExp }[]) =>
        texts().filter((text) => patterns.some(({ sentence }) => sentence.test(text))).length;
      const ends = () => count([{ sentence: /^PostgreSQL works again after/ }]);
      await waitUntil(() => ends() === count([...postgresTroubles, fullDisk]));
      // A verification whose bytes the ended thread was reading says so.
      const told = texts().filter((text) => text !== 'a cause that no failure code fits');
      expect(told).toHaveLength(ends() + count(situations));
    }
  }, 60_000);
});

describeWith(['redis'], `${heading}, with Redis`, () => {
  let redis: PrivateRedis;
  let database: TestDatabase;
  let stack: Stack;
  const output: Record<App, string> = { api: '', worker: '' };
  beforeAll(async () => {
    redis = await startPrivateRedis((await findProgram('redis'))!);
    await askRedis(redis.port, 'ACL', 'SETUSER', 'postern', 'on', '>secret', '~bull:*', '+@all');
    database = await createTestDatabase();
    stack = await startStack({
      databaseUrl: database.connectionString,
      redisUrl: `redis://postern:secret@127.0.0.1:${redis.port}`,
      onOutput: (app, chunk) => (output[app] += chunk.toString()),
    });
  }, 120_000);
  afterAll(async () => {
    await stack.stop();
    await redis.stop();
    await database.drop();
  });

  const queueState = async () => ((await (await stack.fetch('/readyz')).json()) as { queue: string }).queue;

  test.each(redisTroubles)(
    '$fault',
    async ({ fault, sentence, begin, end }) => {
      await waitUntil(async () => (await queueState()) === 'ready', 60_000);
      await begin(redis);
      const told = () => recordsOf(output.worker).filter(({ msg }) => sentence.test(msg));
      await waitUntil(() => told().length > 0, 30_000);
      expect((await stack.fetch('/v1/me')).status).toBe(200);
      await end(redis);
      expect(told()[0]!.err).toBeUndefined();
      expectDocumented(fault, told()[0]!.msg);
    },
    120_000,
  );
});
