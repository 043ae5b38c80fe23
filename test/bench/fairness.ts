import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { loadavg } from 'node:os';
import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import type { Verification } from '@postern/core/verification';
import { Client } from 'pg';
import { startStack, type Stack } from '../end-to-end/start-stack.js';
import { createTestDatabase } from '../environment/test-database.js';
import { startTestServers } from '../environment/test-servers.js';
import { waitUntil } from '../environment/wait-until.js';
import { p95 } from './alternate.js';
import { attacks, type Ports } from './fairness-attacks.js';
import { openSecondAccount } from './second-account.js';

type Backend = 'redis' | 'postgres';
type Servers = {
  readonly good: Ports & { readonly dns: number };
  readonly hostile: Ports;
  readonly caFile: string;
  /** The largest number of conversations that a good server had at once since the last call. */
  mostAtOnce(): Promise<number>;
  stop(): void;
};
type Cell = { readonly backend: Backend; readonly workers: number; readonly attack: string };
/** The duration of a verification and its parts in milliseconds: `api` to the queued row, `wait` to the claim, `talk` of its longer conversation. */
type Times = {
  readonly all: number;
  readonly api: number;
  readonly wait: number;
  readonly talk: number;
  readonly rest: number;
};

/**
 * Measures how much another account slows an account that verifies good servers, one after the other: p95 of the time
 * from the request to the stored result, with and without the attack of each cell (backend, workers, attack), and the
 * conversations that a good server had at once. `--quick` runs one cell with small numbers; `--backend`, `--workers` and
 * `--attack`, each repeatable, choose cells; `--tries` is the number of verifications that are timed.
 */
export async function run(options: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...options],
    options: {
      quick: { type: 'boolean', default: false },
      backend: { type: 'string', multiple: true },
      workers: { type: 'string', multiple: true },
      attack: { type: 'string', multiple: true },
      tries: { type: 'string' },
    },
  });
  const isQuick = values.quick;
  const backends = (values.backend ?? (isQuick ? ['redis'] : ['redis', 'postgres'])) as Backend[];
  const workers = (values.workers ?? (isQuick ? ['4'] : ['1', '2', '4'])).map(Number);
  const names = values.attack ?? (isQuick ? ['silent'] : Object.keys(attacks));
  const tries = Number(values.tries ?? (isQuick ? 10 : 100));
  const stopServers = await startTestServers();
  const servers = await startFairnessServers();
  console.log(
    'backend   workers  attack           alone   beside   ratio  at once  load  beside: api wait talk rest (ms)',
  );
  try {
    for (const backend of backends)
      for (const count of workers)
        for (const attack of names) {
          await runCell({ backend, workers: count, attack }, servers, { tries, share: isQuick ? 0.1 : 1 });
        }
  } finally {
    servers.stop();
    await stopServers();
  }
}

/** What one cell gave: the times of the tries beside the attack, and the p95 of both rounds in milliseconds. */
type Measured = {
  readonly alone: number;
  readonly beside: number;
  readonly times: readonly Times[];
  /** The largest number of conversations that a good server had at once. */
  readonly atOnce: number;
};

/** Runs one cell and prints its line. Throws if a server had more than two conversations at once. */
async function runCell(cell: Cell, servers: Servers, amounts: Amounts): Promise<void> {
  const { alone, beside, times, atOnce } = await measureCell(cell, servers, amounts);
  const cells = [cell.backend.padEnd(9), String(cell.workers).padStart(7), ` ${cell.attack.padEnd(15)}`];
  const both = [alone, beside].map((ms) => `${ms} ms`.padStart(8));
  const ratio = (beside / alone).toFixed(2).padStart(7);
  const parts = (['api', 'wait', 'talk', 'rest'] as const).map((part) =>
    String(p95Of(times, part)).padStart(5),
  );
  const load = loadavg()[0]!.toFixed(1).padStart(5);
  console.log([...cells, ...both, ratio, String(atOnce).padStart(8), load, '       ', ...parts].join(' '));
  if (atOnce > 2) throw new Error(`A server had ${atOnce} conversations at once`);
}

/** How much one cell does: `tries` timed verifications in each round, and the attack's share of its full size. */
type Amounts = { readonly tries: number; readonly share: number };

/** Measures one cell with a database and processes of its own. */
export async function measureCell(
  { backend, workers, attack }: Cell,
  servers: Servers,
  { tries, share }: Amounts,
): Promise<Measured> {
  const database = await createTestDatabase();
  const observer = new Client({ connectionString: database.superuserConnectionString });
  await observer.connect();
  const stack = await startStack({
    databaseUrl: database.connectionString,
    ...(backend === 'redis' ? { redisUrl: `${process.env.TEST_REDIS_URL}/7` } : {}),
    environment: {
      POSTERN_EGRESS_PORTS: [...Object.values(servers.good), ...Object.values(servers.hostile)].join(),
      POSTERN_EGRESS_CA: servers.caFile,
      POSTERN_RESOLVER: `127.0.0.1:${servers.good.dns}`,
      POSTERN_LOG_LEVEL: 'fatal',
    },
  });
  try {
    for (let added = 1; added < workers; added += 1) stack.addWorker();
    await waitUntil(async () => (await observer.query('select 1 from worker')).rowCount === workers, 60_000);
    const mallory = await openSecondAccount(database.connectionString);
    const { size, begin } = attacks[attack]!;
    // The first verifications of a thread are slower, because it compiles code and reads the trust roots.
    await timeTries(stack, servers.good, 4 * workers);
    const alone = p95Of(await timeTries(stack, servers.good, tries), 'all');
    await servers.mostAtOnce();
    const isBegun = begin(
      { url: stack.url, token: mallory.token },
      { ...servers.hostile, ...servers.good },
      size * share,
    );
    await Promise.race([isBegun, waitForJobs(observer)]);
    const times = await timeTries(stack, servers.good, tries);
    const beside = p95Of(times, 'all');
    await isBegun;
    return { alone, beside, times, atOnce: await servers.mostAtOnce() };
  } finally {
    // The other account's verifications are given up with the database.
    await stack.kill();
    await observer.end();
    await database.drop();
  }
}

async function waitForJobs(observer: Client): Promise<void> {
  const running = 'select 1 from verification_job where dispatched_until is not null limit 1';
  await waitUntil(async () => (await observer.query(running)).rowCount === 1, 120_000);
}

/** Starts the good servers and those of the attacks, each kind in a process of its own. */
export async function startFairnessServers(): Promise<Servers> {
  const loader = '--import=./infra/bootstrap/typescript-imports.mjs';
  const start = async (kind: string) => {
    const child = spawn(process.execPath, [loader, 'test/bench/fairness-servers.ts', kind], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const lines = createInterface(child.stdout);
    const [line] = (await once(lines, 'line')) as [string];
    return { child, lines, told: JSON.parse(line) as unknown };
  };
  const [good, hostile] = await Promise.all([start('good'), start('hostile')]);
  const { caFile, ...ports } = good.told as Servers['good'] & { readonly caFile: string };
  return {
    good: ports as Servers['good'],
    hostile: hostile.told as Ports,
    caFile,
    async mostAtOnce() {
      good.child.stdin.write('most\n');
      const [line] = (await once(good.lines, 'line')) as [string];
      return Number(line);
    },
    stop() {
      for (const { child } of [good, hostile]) child.stdin.end();
    },
  };
}

/** Runs one verification after the other; resolves to their durations. Throws if one does not pass. */
async function timeTries(stack: Stack, { imap, smtp }: Ports, tries: number): Promise<Times[]> {
  const times: Times[] = [];
  const server = (port: number) => ({ host: '127.0.0.1', port, tls: 'implicit' });
  const body = { domain: 'try.example.com', kind: 'imap', imap: server(imap), smtp: server(smtp) };
  for (let index = 0; index < tries; index += 1) {
    const started = Date.now();
    const { id } = await stack.call<Verification>('POST', '/v1/verifications', body);
    // The event of the end contains the result, so this process need not poll.
    const events = await (await stack.fetch(`/v1/verifications/${id}/events`)).text();
    const done = /^event: done\n.*\ndata: (.*)$/m.exec(events)?.[1];
    if (done === undefined) throw new Error(`No end among the events: ${events}`);
    const verification = JSON.parse(done) as Verification;
    const { state, failure } = verification;
    if (state !== 'passed') throw new Error(`A good verification ended ${state}: ${failure?.code}`);
    times.push(timesOf(verification, started));
  }
  return times;
}

function timesOf({ createdAt, startedAt, finishedAt, endpoints }: Verification, started: number): Times {
  const [created, claimed, finished] = [createdAt, startedAt!, finishedAt!].map((time) => Date.parse(time));
  const talks = endpoints.map(({ steps }) => steps.reduce((sum, { durationMs }) => sum + durationMs, 0));
  const talk = Math.round(Math.max(...talks));
  return {
    all: finished! - started,
    api: created! - started,
    wait: claimed! - created!,
    talk,
    rest: finished! - claimed! - talk,
  };
}

function p95Of(times: readonly Times[], part: keyof Times): number {
  return p95(times.map((one) => one[part]));
}
