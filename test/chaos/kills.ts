import type { ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import { startStack, type App, type Stack } from '../end-to-end/start-stack.js';
import { createTestDatabase } from '../environment/test-database.js';
import { waitUntil } from '../environment/wait-until.js';
import { startGoodServers, type GoodServers } from './good-servers.js';
import { seededRandom } from './seeded-random.js';
import { countFinalStates, findViolations, readOutcome, type Outcome } from './kills-outcome.js';

const verificationsAKill = 5;
const workersAtOnce = 4;
/** A process is killed up to this long after a verification has ended. One in five is the api. */
const longestPauseMs = 1000;
const shareOfApis = 0.2;
/** So many servers that their limit of two conversations does not slow the run. */
const serversOfEach = 8;
/** Conversations begin after a pause of up to this, so that kills hit them at every stage. */
const longestGreetingMs = 400;
/** A save is repeated until the api answers: it may be starting. */
const mostSaveMs = 300_000;
const tellEvery = 25;

export type KillsOptions = {
  readonly kills: number;
  readonly seed: number;
  readonly backend: string;
  readonly redisUrl: string | undefined;
};

/**
 * Kills workers and apis with SIGKILL at random moments while domains are saved and tried and servers are measured.
 * Resolves to what became of the verifications, when all have ended.
 */
export async function runKills({ kills, seed, backend, redisUrl }: KillsOptions): Promise<Outcome> {
  const bed = await startBed(redisUrl);
  const { stack, observer } = bed;
  try {
    const saves = new Saves(stack, bed.servers);
    const { killed, mostSessions } = await killMany(bed, saves, {
      kills,
      random: seededRandom(seed),
      backend,
    });
    await saves.end();
    const left = await waitForEnd(observer, stack);
    await stack.stop();
    const sessions = await waitForSessions(observer);
    const violations = await findViolations(observer, saves.ids);
    return {
      backend,
      seed,
      killed,
      saves: saves.begun,
      repeated: saves.repeated,
      mostSessions,
      ...(await readOutcome(observer, saves.ids)),
      violations: [...saves.wrong, ...left, ...sessions, ...violations],
    };
  } finally {
    await bed.close();
  }
}

type Bed = {
  readonly stack: Stack;
  readonly observer: Client;
  readonly servers: GoodServers;
  close(): Promise<void>;
};

async function startBed(redisUrl: string | undefined): Promise<Bed> {
  const servers = await startGoodServers(serversOfEach, longestGreetingMs);
  const database = await createTestDatabase();
  const observer = new Client({ connectionString: database.superuserConnectionString });
  await observer.connect();
  const stack = await startStack({
    databaseUrl: database.connectionString,
    ...(redisUrl === undefined ? {} : { redisUrl }),
    environment: {
      ...servers.environment(),
      POSTERN_LOG_LEVEL: 'fatal',
      // Processes that live for seconds spend most of their processor time on compiling.
      NODE_COMPILE_CACHE: 'node_modules/.cache/node-compile',
    },
  });
  await countFinalStates(observer);
  return {
    stack,
    observer,
    servers,
    async close() {
      await stack.kill();
      await observer.end();
      await database.drop();
      await servers.close();
    },
  };
}

type Plan = { readonly kills: number; readonly random: () => number; readonly backend: string };
type Killed = { readonly killed: Readonly<Record<App, number>>; readonly mostSessions: number };

/** Kills one process after the other; each time a verification has ended since the last kill, so that kills hit work. */
async function killMany(
  { stack, observer }: Bed,
  saves: Saves,
  { kills, random, backend }: Plan,
): Promise<Killed> {
  const killed: Record<App, number> = { api: 0, worker: 0 };
  const workers = [stack.processes.worker];
  while (workers.length < workersAtOnce) workers.push(stack.addWorker());
  let mostSessions = 0;
  let restarting: Promise<void> = Promise.resolve();
  for (let done = 1; done <= kills; done += 1) {
    saves.begin(verificationsAKill);
    if (done % 5 === 0) await observer.query('update monitored_server set due_at = now()');
    for (const [place, { exitCode }] of workers.entries())
      if (exitCode !== null) workers[place] = stack.addWorker();
    await waitForProgress(observer);
    await delay(random() * longestPauseMs);
    if (random() < shareOfApis) {
      await restarting;
      killed.api += 1;
      await kill(stack.processes.api);
      restarting = stack.restart('api').catch(() => stack.restart('api'));
      restarting.catch(() => undefined); // It is awaited before the next api is killed.
    } else {
      killed.worker += 1;
      await kill(workers.splice(Math.floor(random() * workers.length), 1)[0]!);
      workers.push(stack.addWorker());
    }
    if (done % tellEvery !== 0 && done !== kills) continue;
    const { jobs, sessions } = await readLoad(observer);
    mostSessions = Math.max(mostSessions, sessions);
    console.log(
      `${backend}: ${done} of ${kills} kills (${killed.api} apis), ${saves.begun} saves, ${saves.repeated} repeated, ` +
        `${jobs} jobs, ${sessions} sessions`,
    );
  }
  await restarting;
  return { killed, mostSessions };
}

/** Waits until one more verification has ended than now. */
async function waitForProgress(observer: Client): Promise<void> {
  const read = async () =>
    (await observer.query<{ count: number }>('select count(*)::int as count from chaos.finished')).rows[0]!
      .count;
  const before = await read();
  await waitUntil(async () => (await read()) > before, mostSaveMs);
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return; // A busy machine may be too slow for its first connection.
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}

/** Saves and logins of an impatient client that repeats each request until it is answered. */
class Saves {
  begun = 0;
  repeated = 0;
  /** The verification of each request. */
  readonly ids: string[] = [];
  readonly wrong: string[] = [];
  readonly #running: Promise<void>[] = [];
  readonly #stack: Stack;
  readonly #servers: GoodServers;

  constructor(stack: Stack, servers: GoodServers) {
    this.#stack = stack;
    this.#servers = servers;
  }

  begin(count: number): void {
    for (let index = 0; index < count; index += 1)
      this.#running.push(
        this.#saveOne(this.begun++).catch((error: unknown) => void this.wrong.push(String(error))),
      );
  }

  async end(): Promise<void> {
    await Promise.all(this.#running);
  }

  /** Of fifty requests one connects a mailbox with a password, which only one claim may use; an account has ten logins a minute. */
  async #saveOne(index: number): Promise<void> {
    const isConnection = index % 50 === 4;
    const { domain, ...servers } = this.#servers.settings(`d${index}.example.com`, index);
    const credentials = { username: 'jane@example.com', password: 'password' };
    const connection = { email: `jane@${domain}`, settings: servers, credentials };
    const body = JSON.stringify(isConnection ? connection : { domain, ...servers });
    const headers = { 'content-type': 'application/json', 'idempotency-key': randomUUID() };
    const path = isConnection ? '/v1/connections' : '/v1/mail-settings';
    const deadline = Date.now() + mostSaveMs;
    for (;;) {
      const answer = await this.#stack.fetch(path, { method: 'POST', headers, body }).catch(() => null);
      if (answer?.ok === true) {
        const text = (await answer.json().catch(() => null)) as Saved | null;
        if (text !== null) return void this.ids.push('verification' in text ? text.verification.id : text.id);
      } else if (answer !== null && answer.status < 500 && answer.status !== 429) {
        throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
      }
      if (Date.now() > deadline) throw new Error(`${path} was not answered within ${mostSaveMs} ms`);
      this.repeated += 1;
      await delay(100);
    }
  }
}

type Saved = { readonly id: string } | { readonly verification: { readonly id: string } };

async function readLoad(observer: Client): Promise<{ jobs: number; sessions: number }> {
  const { rows } = await observer.query<{ jobs: number; sessions: number }>(
    `select (select count(*)::int from verification_job) as jobs, ${ourSessions} as sessions`,
  );
  return rows[0]!;
}

const ourSessions = `(select count(*)::int from pg_stat_activity
  where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend')`;

/** Waits for the end of every job, and then for what may not outlast it; names what does. */
async function waitForEnd(observer: Client, stack: Stack): Promise<string[]> {
  const isEmpty = async (table: string) =>
    (await observer.query(`select 1 from ${table} limit 1`)).rowCount === 0;
  const left: string[] = [];
  for (const table of ['verification_job', 'credential', 'server_turn', 'conversation_turn']) {
    await waitUntil(() => isEmpty(table), table === 'verification_job' ? 300_000 : 60_000).catch(async () => {
      const { rows } = await observer.query(`select * from ${table} limit 3`);
      left.push(`rows of ${table} are left: ${JSON.stringify(rows)}`);
    });
  }
  let depth = '';
  const isDrained = async () => {
    depth = /^postern_queue_depth (\S+)/m.exec(await (await stack.fetch('/metrics')).text())?.[1] ?? '';
    return depth === '0';
  };
  await waitUntil(isDrained, 60_000).catch(() => left.push(`the queue holds ${depth} jobs`));
  return left;
}

/** Names the sessions of the database that outlast the processes. */
async function waitForSessions(observer: Client): Promise<string[]> {
  const { rows } = await observer.query<{ sessions: number }>(`select ${ourSessions} as sessions`);
  if (rows[0]!.sessions === 0) return [];
  const isOver = async () =>
    (await observer.query<{ sessions: number }>(`select ${ourSessions} as sessions`)).rows[0]!.sessions === 0;
  return await waitUntil(isOver, 15_000).then(
    () => [],
    () => ['sessions of PostgreSQL are left'],
  );
}
