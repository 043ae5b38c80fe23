import { applyMigrations } from '@postern/database/apply-migrations';
import { restoreBackup, checkBackup } from '@postern/database/backup/restore-backup';
import { writeBackup } from '@postern/database/backup/write-backup';
import { migrateDatabase } from '@postern/database/migrate';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import { createTestDatabase, type TestDatabase } from '../environment/test-database.js';
import { startPrivatePostgres } from '../environment/test-postgres.js';
import { fillDomains, type FilledAccount } from './fill-domains.js';
import { openInstallation } from './open-installation.js';
import { operations, request, type Installation } from './operations.js';
import { costOf, explainNewSessions, plansOf } from './statement-plans.js';
import { median } from '../bench/alternate.js';
import { serverProcesses, startCpuMeter } from '../bench/cpu-meter.js';

const rounds = 3;

type Row = {
  readonly name: string;
  readonly milliseconds: number;
  /** Processor time of the api and of PostgreSQL, which other work on the machine does not change. */
  readonly cpuMs?: number;
  readonly targetMs: number;
  readonly rows?: number;
  readonly pages?: number;
  readonly worst: string;
};

/**
 * Fills a database with `--domains` (default 1,000,000) in `--accounts` (default 1,000), and measures what grows with them:
 * the time of each operation, the rows and pages that its statements read, and the node of their plans that read the most.
 */
async function main(options: readonly string[]): Promise<void> {
  const isQuick = options.includes('--quick');
  const numberOf = (name: string, usual: number): number => {
    const at = options.indexOf(name);
    return at >= 0 ? Number(options[at + 1]) : usual;
  };
  const domains = numberOf('--domains', isQuick ? 20_000 : 1_000_000);
  const accounts = numberOf('--accounts', isQuick ? 50 : 1000);
  const postgres = await startPrivatePostgres({ shared_buffers: '512MB', max_wal_size: '4GB' });
  try {
    const database = await createTestDatabase(postgres.url);
    await migrateDatabase(database.connectionString);
    const filler = new Client({ connectionString: database.superuserConnectionString });
    await filler.connect();
    const started = performance.now();
    const filled = await fillDomains(filler, { domains, accounts, seed: 'postern', moment: new Date() });
    await filler.end();
    console.log(
      `${domains} domains in ${accounts} accounts, filled in ${seconds(performance.now() - started)}`,
    );
    await measureFilled(database, postgres.url, filled);
  } finally {
    await postgres.stop();
  }
}

/** Measures all operations on a filled database, and prints a line for each. */
async function measureFilled(
  database: TestDatabase,
  server: string,
  accounts: readonly FilledAccount[],
): Promise<void> {
  print(['operation', 'time', 'CPU', 'target', 'ratio', 'rows read', 'pages', 'reads most pages']);
  const superuser = new Client({ connectionString: database.superuserConnectionString });
  await superuser.connect();
  const folder = await mkdtemp(join(tmpdir(), 'postern-bench-million-'));
  try {
    await measureOperations(database, superuser, accounts);
    await measureMigration(database, superuser, accounts);
    await measureBackup(database, server, join(folder, 'backup.gz'));
  } finally {
    await superuser.end();
    await rm(folder, { recursive: true, force: true });
  }
}

/** An operation is timed without explaining, and explained in other sessions. */
async function measureOperations(
  database: TestDatabase,
  superuser: Client,
  accounts: readonly FilledAccount[],
): Promise<void> {
  const timed = await openInstallation(database.connectionString, accounts);
  await explainNewSessions(superuser);
  const explained = await openInstallation(database.connectionString, accounts);
  for (const { name, targetMs, isOnce, run: runOn } of operations) {
    const times: number[] = [];
    const runTimed = async (installation: Installation) => {
      const started = performance.now();
      await runOn(installation);
      times.push(performance.now() - started);
    };
    // The first run connects, plans each statement and compiles the code, which no later run does.
    if (isOnce !== true) await runOn(timed);
    const processes = async () => [process.pid, ...(await serverProcesses(superuser))];
    const meter = await startCpuMeter({ all: processes });
    if (isOnce !== true) for (let round = 0; round < rounds; round += 1) await runTimed(timed);
    const cpuMs = isOnce === true ? {} : { cpuMs: ((await meter.read()).all! * 1000) / rounds };
    const plans = await plansOf(superuser, () => runTimed(explained));
    const milliseconds = isOnce === true ? times[0]! : median(times.slice(0, rounds));
    const { longestMs, ...cost } = costOf(plans);
    report({ name, milliseconds, ...cpuMs, targetMs, ...cost });
    if (isOnce === true)
      report({ name: `${name}: its longest statement`, milliseconds: longestMs, targetMs: 100, worst: '' });
  }
  await timed.close();
  await explained.close();
}

/** What `postern migrate` does with a migration that makes an index, while an account saves. */
async function measureMigration(
  database: TestDatabase,
  superuser: Client,
  accounts: readonly FilledAccount[],
): Promise<void> {
  const installation = await openInstallation(database.connectionString, accounts);
  const saves: number[] = [];
  let isDone = false;
  const saving = (async () => {
    for (let count = 0; !isDone; count += 1) {
      const started = performance.now();
      const exchange = { url: 'https://mail.example.com/EWS/Exchange.asmx' };
      const body = { domain: `save-${count}.example.com`, kind: 'exchange', exchange };
      await request(installation, accounts[0]!, 'POST', '/v1/mail-settings', body);
      saves.push(performance.now() - started);
      await delay(20);
    }
  })();
  const sql = 'create index concurrently bench_smtp_host_idx on mail_settings (account_id, smtp_host)';
  const started = performance.now();
  await applyMigrations(superuser, [{ name: 'bench', sql }], () => Promise.resolve());
  const milliseconds = performance.now() - started;
  isDone = true;
  await saving;
  await superuser.query(
    `drop index bench_smtp_host_idx; delete from mikro_orm_migrations where name = 'bench'`,
  );
  await installation.close();
  report({
    name: 'migration: an index',
    milliseconds,
    targetMs: 60_000,
    worst: `${saves.length} saves meanwhile`,
  });
  report({ name: 'migration: slowest save', milliseconds: Math.max(...saves), targetMs: 500, worst: '' });
}

async function measureBackup(database: TestDatabase, server: string, file: string): Promise<void> {
  const started = performance.now();
  const { manifest, bytes } = await writeBackup(database.connectionString, file);
  const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0);
  const worst = `${Math.round(bytes / 1e6)} MB`;
  report({ name: 'backup', milliseconds: performance.now() - started, targetMs: 300_000, rows, worst });
  const target = await createTestDatabase(server);
  const restoring = performance.now();
  await checkBackup(file, null);
  await restoreBackup({ connectionString: target.connectionString }, file, {
    secretKeys: [randomBytes(32).toString('base64')],
    onProgress: () => undefined,
  });
  report({
    name: 'restore',
    milliseconds: performance.now() - restoring,
    targetMs: 900_000,
    rows,
    worst: '',
  });
  await target.drop();
}

function report({ name, milliseconds, cpuMs, targetMs, rows, pages, worst }: Row): void {
  const ratio = ((cpuMs ?? milliseconds) / targetMs).toFixed(2);
  const cpu = cpuMs === undefined ? '' : seconds(cpuMs);
  print([name, seconds(milliseconds), cpu, seconds(targetMs), ratio, rows ?? '', pages ?? '', worst]);
}

function seconds(milliseconds: number): string {
  return milliseconds < 1000
    ? `${milliseconds.toFixed(milliseconds < 10 ? 1 : 0)} ms`
    : `${(milliseconds / 1000).toFixed(1)} s`;
}

function print([name, time, cpu, target, ratio, rows, pages, worst]: readonly (string | number)[]): void {
  const cell = (value: string | number | undefined, width: number) => String(value ?? '').padStart(width);
  console.log(
    String(name).padEnd(40) +
      cell(time, 10) +
      cell(cpu, 10) +
      cell(target, 10) +
      cell(ratio, 7) +
      cell(rows, 11) +
      cell(pages, 9) +
      `  ${worst}`,
  );
}

if (import.meta.main) await main(process.argv.slice(2));
