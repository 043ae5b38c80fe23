import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { Client } from 'pg';
import { startBreakableProxy } from '../environment/breakable-proxy.js';
import { askRedis } from '../environment/ask-redis.js';
import { findProgram } from '../environment/system-packages.js';
import { createTestDatabase } from '../environment/test-database.js';
import { startPrivateRedis, type PrivateRedis } from '../environment/test-redis.js';
import { waitUntil } from '../environment/wait-until.js';
import { startStack, type App, type Stack } from '../end-to-end/start-stack.js';
import { startGoodServers } from './good-servers.js';

type Trouble = {
  readonly name: string;
  begin(redis: PrivateRedis): Promise<unknown>;
  end(redis: PrivateRedis): Promise<unknown>;
};

const set = (name: string, bad: string, good: string, value: string): Trouble => ({
  name,
  begin: ({ port }) => askRedis(port, 'CONFIG', 'SET', bad, value),
  end: ({ port }) => askRedis(port, 'CONFIG', 'SET', bad, good),
});
const troubles: readonly Trouble[] = [
  { name: 'flushed', begin: ({ port }) => askRedis(port, 'FLUSHALL'), end: () => Promise.resolve() },
  {
    name: 'stopped',
    begin: async ({ pid }) => process.kill(pid, 'SIGSTOP'),
    end: async ({ pid }) => process.kill(pid, 'SIGCONT'),
  },
  {
    name: 'READONLY',
    begin: ({ port }) => askRedis(port, 'REPLICAOF', '127.0.0.1', 1),
    end: ({ port }) => askRedis(port, 'REPLICAOF', 'NO', 'ONE'),
  },
  set('OOM', 'maxmemory', '0', '1'),
  set('NOREPLICAS', 'min-replicas-to-write', '0', '1'),
  {
    name: 'NOPERM',
    begin: ({ port }) => askRedis(port, 'ACL', 'SETUSER', 'postern', '-evalsha', '-eval'),
    end: ({ port }) => askRedis(port, 'ACL', 'SETUSER', 'postern', '+evalsha', '+eval'),
  },
  {
    name: 'MISCONF',
    async begin({ port, directory }) {
      await askRedis(port, 'CONFIG', 'SET', 'save', '3600 1');
      await rm(directory, { recursive: true });
      await askRedis(port, 'BGSAVE');
    },
    async end({ port }) {
      await askRedis(port, 'CONFIG', 'SET', 'stop-writes-on-bgsave-error', 'no');
      await askRedis(port, 'CONFIG', 'SET', 'save', '');
    },
  },
];

export type Outcome = {
  readonly jobs: number;
  /** Verifications that ended, and those of them that were stored more than once. */
  readonly ended: number;
  readonly doubled: number;
  /** Lines that each process logged. */
  readonly lines: Readonly<Record<App, number>>;
  /** The longest time from the end of a trouble to the end of a verification that was saved then. */
  readonly slowestBackMs: number;
  /** How long the worker took to stop while neither its Redis nor its PostgreSQL could be reached. */
  readonly stopMs: number;
};

/** A line for each kind of fault in each process, and for each connection that was lost; a hot loop writes thousands. */
const mostLines = 40;

/**
 * Returns what went wrong, one sentence each: verifications that were lost or doubled, a log that was filled, and what took
 * too long. `mostBackMs` is how long the first save after a trouble may take; the jobs that wait share the machine with it.
 */
export function violationsOf(
  { jobs, ended, doubled, lines, slowestBackMs, stopMs }: Outcome,
  mostBackMs: number,
): string[] {
  return [
    ...(ended === jobs ? [] : [`${ended} of ${jobs} verifications passed`]),
    ...(doubled === 0 ? [] : [`${doubled} verifications were stored twice`]),
    ...Object.entries(lines).flatMap(([app, count]) =>
      count < mostLines ? [] : [`the ${app} logged ${count} lines; ${mostLines} are allowed`],
    ),
    ...(slowestBackMs <= mostBackMs ? [] : [`a save took ${slowestBackMs} ms after a trouble had ended`]),
    ...(stopMs <= 30_000 ? [] : [`the worker took ${stopMs} ms to stop`]),
  ];
}

/** Saves `jobs` domains while Redis is flushed, stopped and refuses in five ways, and stops a worker without Redis and PostgreSQL. */
export async function runMisbehavingRedis(jobs: number, log: (line: string) => void): Promise<Outcome> {
  const bed = await startBed(log);
  const each = Math.ceil(jobs / troubles.length);
  const all = troubles.length * (each + 1);
  try {
    let slowestBackMs = 0;
    for (const trouble of troubles) {
      const backMs = await bed.suffer(trouble, each);
      log(`${trouble.name}: back after ${backMs} ms`);
      slowestBackMs = Math.max(slowestBackMs, backMs);
    }
    const isOver = async () => (await bed.count(`state in ('queued', 'running')`)) === 0;
    await waitUntil(isOver, 60_000 + 100 * jobs);
    const ended = await bed.count(`state = 'passed'`);
    const doubled = (await bed.count('true')) - all;
    const lines = { ...bed.lines };
    return { jobs: all, ended, doubled, lines, slowestBackMs, stopMs: await bed.stopWorker() };
  } finally {
    await bed.close();
  }
}

/** An api and a worker that reach PostgreSQL through a proxy, a Redis of their own, and two mail servers. */
async function startBed(log: (line: string) => void) {
  const mail = await startGoodServers(8);
  const database = await createTestDatabase();
  const url = new URL(database.connectionString);
  const proxy = await startBreakableProxy(Number(url.port));
  url.port = String(proxy.port);
  const redis = await startPrivateRedis((await findProgram('redis'))!);
  await askRedis(redis.port, 'ACL', 'SETUSER', 'postern', 'on', '>secret', '~bull:*', '+@all');
  const lines: Record<App, number> = { api: 0, worker: 0 };
  const stack = await startStack({
    databaseUrl: url.href,
    redisUrl: `redis://postern:secret@127.0.0.1:${redis.port}`,
    environment: mail.environment(),
    onOutput: (app, chunk) => {
      lines[app] += chunk.toString().split('\n').length - 1;
      log(`${app}: ${chunk.toString().trimEnd().slice(0, 300)}`);
    },
  });
  const observer = new Client({ connectionString: database.superuserConnectionString });
  await observer.connect();
  return {
    lines,
    suffer: (trouble: Trouble, jobs: number) => suffer(stack, redis, mail.settings, trouble, jobs),
    async count(where: string): Promise<number> {
      const { rows } = await observer.query<{ count: string }>(
        `select count(*) from verification where ${where}`,
      );
      return Number(rows[0]!.count);
    },
    /** Stops the worker while it reaches neither Redis nor PostgreSQL; resolves to the milliseconds that it took. */
    async stopWorker(): Promise<number> {
      process.kill(redis.pid, 'SIGKILL');
      await proxy.cut();
      const startedAt = Date.now();
      const ended = once(stack.processes.worker, 'exit');
      stack.processes.worker.kill('SIGTERM');
      await ended;
      return Date.now() - startedAt;
    },
    async close(): Promise<void> {
      await observer.end();
      await stack.stop();
      await redis.stop();
      await proxy.cut().catch(() => undefined); // It is cut already.
      await mail.close();
      await database.drop();
    },
  };
}

/** Imports domains, lets Redis have its trouble for a second, and resolves to how long a save takes afterwards. */
async function suffer(
  stack: Stack,
  redis: PrivateRedis,
  settings: (domain: string, index: number) => object,
  trouble: Trouble,
  jobs: number,
): Promise<number> {
  const name = trouble.name.toLowerCase();
  const rows = Array.from({ length: jobs }, (_, index) =>
    JSON.stringify(settings(`${name}-${index}.example.com`, index)),
  );
  const headers = { 'content-type': 'application/x-ndjson' };
  const body = rows.join('\n');
  const answer = await stack.fetch('/v1/mail-settings/import', { method: 'POST', headers, body });
  if (answer.status !== 200) throw new Error(`The import answered ${answer.status}`);
  await trouble.begin(redis);
  await new Promise((resolve) => setTimeout(resolve, 1000));
  await trouble.end(redis);
  const startedAt = Date.now();
  const saved = await stack.call<{ verification: { id: string } }>(
    'POST',
    '/v1/mail-settings',
    settings(`back-${name}.example.com`, 0),
  );
  await stack.settled(saved.verification.id);
  return Date.now() - startedAt;
}
