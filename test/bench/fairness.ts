import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { asOperator, inAccount, openDatabase } from '@postern/database/database';
import { Account } from '@postern/database/entities/account';
import { newId } from '@postern/database/id';
import { Client } from 'pg';
import { createToken } from '@postern/database/tokens';
import type { Verification } from '@postern/core/verification';
import { startStack, type Stack } from '../end-to-end/start-stack.js';
import { createTestDatabase } from '../environment/test-database.js';
import { startTestServers } from '../environment/test-servers.js';
import { waitUntil } from '../environment/wait-until.js';
import { postgresProcesses, startCpuMeter } from './cpu-meter.js';

type MailServers = {
  readonly pid: number;
  /** The ports of an IMAP and an SMTP server. */
  readonly pairs: readonly (readonly [number, number])[];
  readonly caFile: string;
  /** Ends the conversations that the servers keep waiting. */
  release(): void;
  stop(): void;
};

/**
 * Measures how much one account that verifies 20 hostile pairs of servers at once, in a loop, slows another
 * account's verifications of good servers: p95 of the time from the request to the stored result, alternately with
 * and without the attack.
 */
export async function run(options: readonly string[]): Promise<void> {
  const [rounds, tries] = options.includes('--quick') ? [2, 40] : [5, 60];
  const stopServers = await startTestServers();
  const [good, hostile] = await Promise.all([startMailServers('good'), startMailServers('hostile')]);
  const database = await createTestDatabase();
  const stack = await startStack({
    databaseUrl: database.connectionString,
    ...(process.env.TEST_REDIS_URL === undefined ? {} : { redisUrl: `${process.env.TEST_REDIS_URL}/7` }),
    environment: {
      POSTERN_EGRESS_PORTS: [...good.pairs, ...hostile.pairs].flat().join(),
      POSTERN_EGRESS_CA: good.caFile,
      POSTERN_LOG_LEVEL: 'fatal',
    },
  });
  try {
    const mallory = await secondAccount(database.connectionString);
    console.log(
      `${hostile.pairs.length} hostile pairs of servers, in a process of the lowest priority, because real ones run on another machine`,
    );
    const verifyGood = () => timeTries(stack, good.pairs[0]!, tries);
    await verifyGood();
    const times = { alone: [] as number[], attacked: [] as number[] };
    for (let round = 1; round <= rounds; round += 1) {
      const alone = await verifyGood();
      const attack = await startAttack(stack, mallory, hostile);
      const cpu = await startCpuMeter(
        await listProcesses(stack, { good, hostile }, database.superuserConnectionString),
      );
      const attacked = await verifyGood();
      const busy = await cpu.readPercent();
      const attacks = await attack.stop();
      times.alone.push(...alone);
      times.attacked.push(...attacked);
      console.log(
        `  round ${round}: p95 alone ${p95(alone)} ms, attacked ${p95(attacked)} ms beside ${attacks} hostile verifications`,
      );
      console.log(`    processors while attacked: ${busy}`);
    }
    console.log(
      `good verifications alone: p95 ${p95(times.alone)} ms; attacked: p95 ${p95(times.attacked)} ms`,
    );
    console.log(`ratio: ${(p95(times.attacked) / p95(times.alone)).toFixed(2)}`);
  } finally {
    await stack.stop();
    await database.drop();
    good.stop();
    hostile.stop();
    await stopServers();
  }
}

async function startMailServers(kind: 'good' | 'hostile'): Promise<MailServers> {
  const loader = '--import=./infra/bootstrap/typescript-imports.mjs';
  const child = spawn(process.execPath, [loader, 'test/bench/fairness-servers.ts', kind], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  return {
    ...(JSON.parse(line.toString('utf8')) as Pick<MailServers, 'pairs' | 'caFile'>),
    pid: child.pid!,
    release: () => child.stdin.write('release\n'),
    stop: () => child.stdin.end(),
  };
}

/** Runs one verification after the other; resolves to their durations in milliseconds. */
async function timeTries(stack: Stack, pair: readonly [number, number], tries: number): Promise<number[]> {
  const times: number[] = [];
  for (let index = 0; index < tries; index += 1) {
    const started = Date.now();
    const { finishedAt, state } = await verify(stack, stack.token, pair, 'implicit');
    if (state !== 'passed') throw new Error(`A good verification ended ${state}`);
    times.push(Date.parse(finishedAt!) - started);
  }
  return times;
}

/** Verifies every hostile pair again and again; resolves when several of these verifications have ended. */
async function startAttack(stack: Stack, token: string, { pairs, release }: MailServers) {
  let isOver = false;
  let count = 0;
  const lanes = pairs.map(async (pair) => {
    for (; !isOver; count += 1) await verify(stack, token, pair, 'starttls');
  });
  // The number is small, because the worker gives fewer turns to an account whose conversations waste them.
  await waitUntil(() => count >= pairs.length / 4, 60_000);
  return {
    async stop(): Promise<number> {
      isOver = true;
      const timer = setInterval(release, 200);
      await Promise.all(lanes);
      clearInterval(timer);
      return count;
    },
  };
}

/**
 * Starts a verification and waits for the event that ends it. The event contains the result, so this process need
 * not poll.
 */
async function verify(
  stack: Stack,
  token: string,
  [imap, smtp]: readonly [number, number],
  tls: 'implicit' | 'starttls',
): Promise<Verification> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const body = JSON.stringify({
    domain: 'try.example.com',
    kind: 'imap',
    imap: { host: '127.0.0.1', port: imap, tls },
    smtp: { host: '127.0.0.1', port: smtp, tls },
  });
  const answer = await stack.fetch('/v1/verifications', { method: 'POST', headers, body });
  const { id } = (await answer.json()) as Verification;
  const events = await (await stack.fetch(`/v1/verifications/${id}/events`, { headers })).text();
  const done = /^event: done\n.*\ndata: (.*)$/m.exec(events)?.[1];
  if (done === undefined) throw new Error(`Status ${answer.status}, and no end among the events: ${events}`);
  return JSON.parse(done) as Verification;
}

function p95(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.95)]!;
}

/** Returns the process ids of each group. PostgreSQL has one process for each connection. */
async function listProcesses(
  stack: Stack,
  servers: { readonly good: MailServers; readonly hostile: MailServers },
  databaseUrl: string,
): Promise<Readonly<Record<string, readonly number[]>>> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  const postgres = await postgresProcesses(client);
  await client.end();
  return {
    api: [stack.processes.api.pid!],
    worker: [stack.processes.worker.pid!],
    PostgreSQL: postgres,
    'good servers': [servers.good.pid],
    'hostile servers': [servers.hostile.pid],
    bench: [process.pid],
  };
}

async function secondAccount(connectionString: string): Promise<string> {
  const database = await openDatabase(connectionString);
  const id = newId();
  await asOperator(database).insert(Account, { id, name: 'mallory' });
  const wanted = { accountId: id, role: 'super-admin', name: 'mallory', createdBy: 'bench' } as const;
  const { secret } = await inAccount(database, id).transactional((em) => createToken(em, wanted));
  await database.close();
  return secret;
}
