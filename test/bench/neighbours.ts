import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { loadavg } from 'node:os';
import { createInterface } from 'node:readline/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { publishAllowlist } from '@postern/api/allowlist/publish-allowlist';
import { sampleAllowlist } from '@postern/core/sample-allowlist';
import { openDatabase } from '@postern/database/database';
import { newId } from '@postern/database/id';
import { Client } from 'pg';
import { startStack, type Stack } from '../end-to-end/start-stack.js';
import { createTestDatabase } from '../environment/test-database.js';
import { startTestServers } from '../environment/test-servers.js';
import { median, p95 } from './alternate.js';
import { fillAccount } from './fill-account.js';
import { neighbourAttacks } from './neighbour-attacks.js';
import { peakMiB } from './peak-memory.js';
import { openSecondAccount } from './second-account.js';

/** Postern's answer to a colleague whose account does nothing else may take this many times its time alone. */
const aim = 2;

/** The amounts of a run: the domains of the attacker, and the rounds and requests that are timed. */
type Amounts = { readonly domains: number; readonly rounds: number; readonly requests: number };

/** What an attack did to the other account: its p95 alone and beside the attack, in milliseconds. */
export type Beside = {
  readonly alone: number;
  readonly beside: number;
  /** The largest resident memory of the api so far, in MiB. */
  readonly peakMiB: number;
  /** The attacker's requests by status. */
  readonly statuses: string;
};

/**
 * Measures how much one account, or somebody without an account, slows the `GET /v1/populate` of another account: p95 with
 * and without each attack, alternately, and the peak memory of the api. `--attack`, repeatable, chooses attacks; `--quick`
 * runs all of them with small amounts.
 */
export async function run(options: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...options],
    options: {
      quick: { type: 'boolean', default: false },
      attack: { type: 'string', multiple: true },
      rounds: { type: 'string' },
    },
  });
  const rounds = Number(values.rounds ?? (values.quick ? 1 : 3));
  const amounts = values.quick
    ? { domains: 500, rounds, requests: 50 }
    : { domains: 20_000, rounds, requests: 300 };
  const stopServers = await startTestServers();
  console.log('attack                    alone    beside   ratio    peak RSS  load  answers to the attacker');
  try {
    await measureNeighbours(amounts, values.attack ?? Object.keys(neighbourAttacks), (name, measured) => {
      const { alone, beside, statuses } = measured;
      const times = [alone, beside].map((ms) => `${ms.toFixed(1)} ms`.padStart(9));
      const ratio = beside / alone;
      const row = [
        name.padEnd(21),
        ...times,
        ratio.toFixed(2).padStart(7),
        `${measured.peakMiB} MiB`.padStart(11),
      ];
      console.log(row.join(' '), loadavg()[0]!.toFixed(1).padStart(5), ` ${statuses}`);
      if (ratio > aim && !values.quick) process.exitCode = 1;
    });
  } finally {
    await stopServers();
  }
}

/** Runs the attacks one after the other beside one api and one worker; `report` gets what each did. */
export async function measureNeighbours(
  amounts: Amounts,
  attacks: readonly string[],
  report: (attack: string, measured: Beside) => void,
): Promise<void> {
  const database = await createTestDatabase();
  const stack = await startStack({
    databaseUrl: database.connectionString,
    redisUrl: `${process.env.TEST_REDIS_URL}/6`,
    environment: { POSTERN_LOG_LEVEL: 'fatal' },
  });
  // What an account's verifications do to those of others is measured by the benchmark `fairness`.
  stack.processes.worker.kill('SIGTERM');
  try {
    await publishRevisions(database.connectionString, 60);
    const mallory = await openSecondAccount(database.connectionString);
    const own = (await stack.call<{ account: { id: string } }>('GET', '/v1/me')).account.id;
    await fillAccount(database.superuserConnectionString, mallory.accountId, amounts.domains);
    await fillAccount(database.superuserConnectionString, own, 100);
    const verificationId = await waitingVerification(database.superuserConnectionString, mallory.accountId);
    await timeRequests(stack, 200); // The first requests compile code.
    const share = amounts.domains / 20_000;
    for (const name of attacks)
      report(
        name,
        await beside(stack, amounts, [name, stack.url, mallory.token, verificationId, `${share}`]),
      );
  } finally {
    await stack.kill();
    await database.drop();
  }
}

async function beside(stack: Stack, amounts: Amounts, attacker: readonly string[]): Promise<Beside> {
  const alone: number[] = [];
  const withAttack: number[] = [];
  let statuses = '';
  for (let round = 0; round < amounts.rounds; round += 1) {
    alone.push(p95(await timeRequests(stack, amounts.requests)));
    const attack = await beginAttack(attacker);
    withAttack.push(p95(await timeRequests(stack, amounts.requests)));
    statuses = await attack.end();
  }
  return {
    alone: median(alone),
    beside: median(withAttack),
    peakMiB: await peakMiB(stack.processes.api.pid!),
    statuses,
  };
}

async function beginAttack(attacker: readonly string[]): Promise<{ end(): Promise<string> }> {
  const loader = '--import=./infra/bootstrap/typescript-imports.mjs';
  const child = spawn(process.execPath, [loader, 'test/bench/neighbour-attacks.ts', ...attacker], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface(child.stdout);
  await once(lines, 'line');
  await delay(500); // So that the attack is under way when the first request is timed.
  return {
    async end() {
      child.stdin.end();
      const [line] = (await once(lines, 'line')) as [string];
      await once(child, 'exit');
      return line;
    },
  };
}

/** Asks for the settings of addresses, one after the other with pauses; resolves to the times in milliseconds. */
async function timeRequests(stack: Stack, requests: number): Promise<number[]> {
  const times: number[] = [];
  for (let index = 0; index < requests; index += 1) {
    const started = performance.now();
    const answer = await stack.fetch(`/v1/populate?email=jane@d${index % 100}.example.com`);
    await answer.arrayBuffer();
    if (answer.status !== 200) throw new Error(`The other account's request was answered ${answer.status}`);
    times.push(performance.now() - started);
    await delay(5);
  }
  return times;
}

/** Publishes revisions that each have another address. */
async function publishRevisions(connectionString: string, count: number): Promise<void> {
  const database = await openDatabase(connectionString);
  const [entry] = sampleAllowlist.entries;
  for (let revision = 1; revision <= count; revision += 1) {
    const entries = Array.from({ length: 40 }, (_, n) => ({
      ...entry!,
      cidr: `54.174.${revision + n}.1/32`,
    }));
    const { outcome } = await publishAllowlist(
      database,
      { vendor: 'Example', dataCenters: [], entries },
      { isExpected: () => true, holderId: newId(), isDryRun: false },
    );
    if (outcome !== 'published') throw new Error(`A revision was ${outcome}`);
  }
  await database.close();
}

/** Stores a verification that is never queued, so that its event stream has no end. */
async function waitingVerification(connectionString: string, accountId: string): Promise<string> {
  const client = new Client({ connectionString });
  await client.connect();
  const id = newId();
  await client.query(
    `insert into verification (id, account_id, domain, trigger, servers, state)
     values ($1, $2, 'd1.example.com', 'manual', $3, 'queued')`,
    [id, accountId, JSON.stringify({ kind: 'exchange', exchange: { url: 'https://mail.example.com/EWS' } })],
  );
  await client.end();
  return id;
}
