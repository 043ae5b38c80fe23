import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { ImapFlow } from 'imapflow';
import { createTransport } from 'nodemailer';
import { Client } from 'pg';
import { startStack, type Stack } from '../end-to-end/start-stack.js';
import { createTestDatabase } from '../environment/test-database.js';
import { startTestServers } from '../environment/test-servers.js';
import { waitUntil } from '../environment/wait-until.js';
import { alternate, median, timeConcurrently } from './alternate.js';
import { serverProcesses, startCpuMeter, type CpuMeter } from './cpu-meter.js';

type MailServers = {
  readonly imapPorts: readonly number[];
  readonly smtpPorts: readonly number[];
  readonly caFile: string;
  readonly pid: number;
};
type Bed = {
  readonly stack: Stack;
  readonly observer: Client;
  readonly mail: MailServers;
  readonly redisPids: readonly number[];
};
const host = '127.0.0.1';
const atOnce = 50;
/** The groups of processes that are Postern: the others serve mail, or call. */
const ours = ['api', 'worker', 'PostgreSQL', 'Redis'];

/**
 * Measures the domains verified per second, from saving over HTTP to the stored result, with one api and one worker
 * process; and those of a bare loop of imapflow and nodemailer on the same servers. Every domain has its own host
 * and port. Prints the processor time of each process beside it, because on a busy machine only that can be compared.
 */
export async function run(options: readonly string[]): Promise<void> {
  const count = options.includes('--quick') ? 60 : 300;
  const rounds = options.includes('--quick') ? 1 : 5;
  const stopServers = await startTestServers();
  const database = await createTestDatabase();
  const mail = await startMailServers(count);
  const redisUrl = options.includes('--postgres') ? undefined : process.env.TEST_REDIS_URL;
  const stack = await startStack({
    databaseUrl: database.connectionString,
    ...(redisUrl === undefined ? {} : { redisUrl: `${redisUrl}/5` }),
    environment: {
      POSTERN_EGRESS_PORTS: [...mail.imapPorts, ...mail.smtpPorts].join(),
      POSTERN_EGRESS_CA: mail.caFile,
      POSTERN_WORKER_CONCURRENCY: String(atOnce),
    },
  });
  const observer = new Client({ connectionString: database.superuserConnectionString });
  await observer.connect();
  try {
    console.log(
      `${count} domains a round, ${atOnce} at a time, queue on ${redisUrl ? 'Redis' : 'PostgreSQL'}`,
    );
    const ca = await readFile(mail.caFile, 'utf8');
    const redisPids = redisUrl === undefined ? [] : [await processOfRedis(redisUrl)];
    const bed = { stack, observer, mail, redisPids };
    const spent = { ours: [] as number[], theirs: [] as number[] };
    await alternate(
      {
        name: 'Postern, saved → stored',
        run: async (round) => {
          const { seconds, used } = await wholePath(bed, round);
          if (round > 0) spent.ours.push(ours.reduce((sum, name) => sum + used[name]!, 0) / count);
          return count / seconds;
        },
      },
      {
        name: 'bare imapflow + nodemailer',
        run: async (round) => {
          const cpu = await startCpuMeter({ loop: [process.pid], 'mail servers': [mail.pid] });
          const seconds = await bareLoop(mail, ca);
          console.log(`  bare loop, processor time a domain: ${await cpu.readEach(count)}`);
          if (round > 0) spent.theirs.push((await cpu.read()).loop! / count);
          return count / seconds;
        },
      },
      rounds,
      'domains/s',
    );
    const [our, their] = [median(spent.ours) * 1000, median(spent.theirs) * 1000];
    console.log(
      `processor time a domain: Postern ${our.toFixed(1)} ms, bare ${their.toFixed(1)} ms, ratio ${(their / our).toFixed(2)}`,
    );
  } finally {
    await observer.end();
    await stack.stop();
    mail.stop();
    await database.drop();
    await stopServers();
  }
}

async function startMailServers(count: number): Promise<MailServers & { stop(): void }> {
  const loader = '--import=./infra/bootstrap/typescript-imports.mjs';
  const child = spawn(process.execPath, [loader, 'test/bench/mail-servers.ts', String(count)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  return {
    ...(JSON.parse(line.toString('utf8')) as MailServers),
    pid: child.pid!,
    stop: () => child.stdin.end(),
  };
}

async function wholePath(
  { stack, observer, mail, redisPids }: Bed,
  round: number,
): Promise<{ seconds: number; used: Awaited<ReturnType<CpuMeter['read']>> }> {
  const { imapPorts, smtpPorts, pid } = mail;
  const { api, worker } = stack.processes;
  const cpu = await startCpuMeter({
    api: [api.pid!],
    worker: [worker.pid!],
    PostgreSQL: () => serverProcesses(observer),
    Redis: redisPids,
    'mail servers': [pid],
    'this client': [process.pid],
  });
  const before = await readWork(observer);
  const started = performance.now();
  await timeConcurrently(imapPorts.length, atOnce, async (index) => {
    const domain = `d${index}.round-${round}.example.com`;
    const body = {
      domain,
      kind: 'imap',
      imap: { host, port: imapPorts[index]!, tls: 'implicit' },
      smtp: { host, port: smtpPorts[index]!, tls: 'implicit' },
    };
    await stack.call('POST', '/v1/mail-settings', body);
  });
  await waitUntil(
    async () => (await observer.query('select 1 from verification_job limit 1')).rowCount === 0,
    300_000,
  );
  const seconds = (performance.now() - started) / 1000;
  const used = await cpu.read();
  console.log(`  processor time a domain: ${await cpu.readEach(imapPorts.length)}`);
  const after = await readWork(observer);
  const each = (name: keyof Work) => (after[name] - before[name]) / imapPorts.length;
  console.log(
    `  PostgreSQL a domain: ${each('transactions').toFixed(1)} transactions, ${each('walBytes').toFixed(0)} bytes of WAL, ` +
      `${each('updates').toFixed(1)} updates, ${each('hotUpdates').toFixed(1)} of them HOT`,
  );
  // The tables are new. Their statistics are collected now, so that PostgreSQL does not use query plans made for
  // empty tables.
  if (round === 0) await observer.query('analyze');
  const { rows } = await observer.query<{ state: string; count: string }>(
    `select state, count(*) from verification where domain like $1 group by state`,
    [`%.round-${round}.example.com`],
  );
  const passed = Number(rows.find(({ state }) => state === 'passed')?.count ?? 0);
  if (passed !== imapPorts.length)
    throw new Error(`Only ${passed} of ${imapPorts.length} passed: ${JSON.stringify(rows)}`);
  return { seconds, used };
}

type Work = Readonly<Record<'transactions' | 'walBytes' | 'updates' | 'hotUpdates', number>>;

/** Reads the counters of the database. Sessions report theirs when they are idle, at most once a second. */
async function readWork(observer: Client): Promise<Work> {
  const { rows } = await observer.query<Record<keyof Work, string>>(`
    select (select xact_commit from pg_stat_database where datname = current_database()) as transactions,
      pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0') as "walBytes",
      (select sum(n_tup_upd) from pg_stat_user_tables) as updates,
      (select sum(n_tup_hot_upd) from pg_stat_user_tables) as "hotUpdates"`);
  const [{ transactions, walBytes, updates, hotUpdates }] = rows as [Record<keyof Work, string>];
  return {
    transactions: Number(transactions),
    walBytes: Number(walBytes),
    updates: Number(updates),
    hotUpdates: Number(hotUpdates),
  };
}

async function processOfRedis(url: string): Promise<number> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.write('INFO server\r\n');
  const [answer] = (await once(socket, 'data')) as [Buffer];
  socket.destroy();
  return Number(/process_id:(\d+)/.exec(answer.toString())![1]);
}

/** Uses imapflow and nodemailer as their manuals show. imapflow always logs in. */
async function bareLoop({ imapPorts, smtpPorts }: MailServers, ca: string): Promise<number> {
  const auth = { user: 'jane@example.com', pass: 'password' };
  const seconds = await timeConcurrently(imapPorts.length, atOnce, async (index) => {
    const tls = { ca, minVersion: 'TLSv1.2' as const };
    const imap = new ImapFlow({
      host,
      port: imapPorts[index]!,
      secure: true,
      tls,
      auth,
      verifyOnly: true,
      logger: false,
    });
    const smtp = createTransport({ host, port: smtpPorts[index]!, secure: true, tls, auth });
    await Promise.all([imap.connect(), smtp.verify()]);
    smtp.close();
  });
  return seconds;
}
