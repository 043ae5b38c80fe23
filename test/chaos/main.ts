/**
 * `npm run chaos [-- --kills 500]`: kills workers at random moments under load, on both queue backends at the same
 * time, and checks that no verification is lost and none is stored twice. Prints how long the verifications took.
 *
 * `npm run chaos -- --redis 5000` lets Redis be flushed, stopped and refuse in five ways instead while 5,000 domains are
 * verified, and prints what became of them.
 */
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { Client } from 'pg';
import { startStack, type Stack } from '../end-to-end/start-stack.js';
import { createTestDatabase } from '../environment/test-database.js';
import { startTestServers } from '../environment/test-servers.js';
import { waitUntil } from '../environment/wait-until.js';
import { createCertificateAuthority } from '../servers/certificate-authority.js';
import { imapScript } from '../servers/imap-script.js';
import { createPrivateFolder } from '../servers/private-folder.js';
import { runMisbehavingRedis } from './misbehaving-redis.js';
import { startScriptedServer, type Script } from '../servers/scripted-server.js';
import { smtpScript } from '../servers/smtp-script.js';

const at = process.argv.indexOf('--kills');
const kills = at >= 0 ? Number(process.argv[at + 1]) : 20;
const redisAt = process.argv.indexOf('--redis');
const verificationsAKill = 5;
/** The pause between two kills: a worker is killed every 1.5 s on average, while it starts, works or waits. */
const workersAtOnce = 4;
const longestPauseMs = 3000;
/**
 * The number of servers. It is large enough that the limit of two conversations with one server does not slow the
 * run.
 */
const serversOfEach = 8;
const mostSeconds = 3600;

const stopServers = await startTestServers();
try {
  if (redisAt < 0) await Promise.all([undefined, process.env.TEST_REDIS_URL].map(runOn));
  else console.log(await runMisbehavingRedis(Number(process.argv[redisAt + 1] ?? 5000), console.log));
} finally {
  await stopServers();
}

async function runOn(redisUrl: string | undefined): Promise<void> {
  const folder = await createPrivateFolder('chaos');
  const authority = await createCertificateAuthority(folder.path);
  const files = await authority.issue('mail.example.com', ['IP:127.0.0.1'], 90);
  const tls = {
    key: await readFile(files.keyFile, 'utf8'),
    cert: await readFile(files.certificateFile, 'utf8'),
  };
  const start = (script: Script) =>
    Promise.all(Array.from({ length: serversOfEach }, () => startScriptedServer(script, tls)));
  const [imap, smtp] = await Promise.all([start(imapScript()), start(smtpScript())]);
  const ports = { imap: imap.map(({ port }) => port), smtp: smtp.map(({ port }) => port) };
  const database = await createTestDatabase();
  const observer = new Client({ connectionString: database.superuserConnectionString });
  await observer.connect();
  const stack = await startStack({
    databaseUrl: database.connectionString,
    ...(redisUrl === undefined ? {} : { redisUrl: `${redisUrl}/6` }),
    environment: {
      POSTERN_EGRESS_PORTS: [...ports.imap, ...ports.smtp].join(),
      POSTERN_EGRESS_CA: authority.caFile,
      POSTERN_LOG_LEVEL: 'fatal',
    },
  });
  try {
    // Counts the final states that are written for each verification. More than one is a fault.
    await observer.query(`
      create table finished (id uuid, at timestamptz default now());
      create function count_finished() returns trigger language plpgsql security definer as $$
        begin insert into finished values (new.id); return new; end $$;
      create trigger count_finished after update on verification for each row
        when (old.state in ('queued', 'running') and new.state in ('passed', 'failed', 'superseded'))
        execute function count_finished()`);
    const deadline = Date.now() + mostSeconds * 1000;
    let done = 0;
    const workers = [stack.processes.worker];
    while (workers.length < workersAtOnce) workers.push(stack.addWorker());
    while (done < kills && Date.now() < deadline) {
      await saveSome(stack, done, ports);
      await new Promise((resolve) => setTimeout(resolve, Math.random() * longestPauseMs));
      const victim = workers.splice(Math.floor(Math.random() * workers.length), 1)[0]!;
      const ended = once(victim, 'exit');
      victim.kill('SIGKILL');
      await ended;
      workers.push(stack.addWorker());
      done += 1;
    }
    await waitUntil(
      async () => (await observer.query('select 1 from verification_job limit 1')).rowCount === 0,
      120_000,
    );
    await report(observer, done, redisUrl === undefined ? 'PostgreSQL' : 'Redis');
  } finally {
    await stack.stop();
    await observer.end();
    await database.drop();
    await Promise.all([...imap, ...smtp].map((server) => server.close()));
    await folder.remove();
  }
}

type Ports = { readonly imap: readonly number[]; readonly smtp: readonly number[] };

async function saveSome(stack: Stack, round: number, ports: Ports): Promise<void> {
  const saves = Array.from({ length: verificationsAKill }, (_, index) =>
    stack.call('POST', '/v1/mail-settings', {
      domain: `d${index}.kill-${round}.example.com`,
      kind: 'imap',
      imap: { host: '127.0.0.1', port: ports.imap[(round + index) % serversOfEach], tls: 'implicit' },
      smtp: { host: '127.0.0.1', port: ports.smtp[(round + index) % serversOfEach], tls: 'implicit' },
    }),
  );
  await Promise.all(saves);
}

async function report(observer: Client, done: number, backend: string): Promise<void> {
  const { rows } = await observer.query<{
    all: number;
    passed: number;
    twice: number;
    p50: number;
    p95: number;
  }>(`
    select count(*)::int as all, count(*) filter (where state = 'passed')::int as passed,
      (select count(*)::int from (select id from finished group by id having count(*) > 1) as more) as twice,
      percentile_cont(0.5) within group (order by extract(epoch from finished_at - created_at))::float as p50,
      percentile_cont(0.95) within group (order by extract(epoch from finished_at - created_at))::float as p95
    from verification`);
  const { all, passed, twice, p50, p95 } = rows[0]!;
  console.log(
    `queue on ${backend}: ${done} kills, ${all} verifications, ${passed} passed, ${all - passed} lost, ` +
      `${twice} stored twice, ended after p50 ${p50.toFixed(1)} s, p95 ${p95.toFixed(1)} s`,
  );
  if (passed !== all || twice > 0 || p95 > 20) process.exitCode = 1;
}
