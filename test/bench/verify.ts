import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { ImapFlow } from 'imapflow';
import { createTransport } from 'nodemailer';
import { Client } from 'pg';
import { startStack, type Stack } from '../end-to-end/start-stack.js';
import { createTestDatabase } from '../environment/test-database.js';
import { startTestServers } from '../environment/test-servers.js';
import { waitUntil } from '../environment/wait-until.js';
import { alternate, timeConcurrently } from './alternate.js';
import { postgresProcesses, startCpuMeter } from './cpu-meter.js';

type MailServers = {
  readonly imapPorts: readonly number[];
  readonly smtpPorts: readonly number[];
  readonly caFile: string;
};
const host = '127.0.0.1';
const atOnce = 50;

/**
 * Measures the domains verified per second, from saving over HTTP to the stored result, with one api and one worker
 * process; and those of a bare loop of imapflow and nodemailer on the same servers. Every domain has its own host
 * and port.
 */
export async function run(options: readonly string[]): Promise<void> {
  const count = options.includes('--quick') ? 60 : 300;
  const rounds = options.includes('--quick') ? 1 : 5;
  const stopServers = await startTestServers();
  const database = await createTestDatabase();
  const mail = await startMailServers(count);
  const stack = await startStack({
    databaseUrl: database.connectionString,
    ...(process.env.TEST_REDIS_URL === undefined ? {} : { redisUrl: `${process.env.TEST_REDIS_URL}/5` }),
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
      `${count} domains a round, ${atOnce} at a time, queue on ${process.env.TEST_REDIS_URL ? 'Redis' : 'PostgreSQL'}`,
    );
    const ca = await readFile(mail.caFile, 'utf8');
    await alternate(
      { name: 'Postern, saved → stored', run: (round) => wholePath(stack, observer, mail, round) },
      { name: 'bare imapflow + nodemailer', run: () => bareLoop(mail, ca) },
      rounds,
      'domains/s',
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
  return { ...(JSON.parse(line.toString('utf8')) as MailServers), stop: () => child.stdin.end() };
}

async function wholePath(
  stack: Stack,
  observer: Client,
  { imapPorts, smtpPorts }: MailServers,
  round: number,
): Promise<number> {
  const { api, worker } = stack.processes;
  const cpu = await startCpuMeter({
    api: [api.pid!],
    worker: [worker.pid!],
    PostgreSQL: await postgresProcesses(observer),
  });
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
    60_000,
  );
  const seconds = (performance.now() - started) / 1000;
  console.log(`  processor time a domain: ${await cpu.readEach(imapPorts.length)}`);
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
  return imapPorts.length / seconds;
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
  return imapPorts.length / seconds;
}
