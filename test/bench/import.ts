import { once } from 'node:events';
import { Readable } from 'node:stream';
import { csvColumns } from '@postern/core/settings-transfer';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { startStack, type Stack } from '../end-to-end/start-stack.js';
import { createTestDatabase } from '../environment/test-database.js';
import { startTestServers } from '../environment/test-servers.js';
import { peakMiB } from './peak-memory.js';

type Answer = { readonly created: number; readonly updated: number; readonly unchanged: number };

/**
 * Measures the rows per second of an import into an empty account, of a second import of the same file, and of the
 * export, and the api's peak memory. `--rows 100000` is the default, `--quick` uses 5,000 rows.
 */
export async function run(options: readonly string[]): Promise<void> {
  const at = options.indexOf('--rows');
  const rows = at >= 0 ? Number(options[at + 1]) : options.includes('--quick') ? 5000 : 100_000;
  const folder = await mkdtemp(join(tmpdir(), 'postern-bench-import-'));
  const stopServers = await startTestServers();
  const database = await createTestDatabase();
  const stack = await startStack({ databaseUrl: database.connectionString });
  // The worker is stopped, because verifications would disturb the measurement.
  stack.processes.worker.kill('SIGTERM');
  await once(stack.processes.worker, 'exit');
  try {
    const file = join(folder, 'settings.csv');
    await writeRows(file, rows);
    for (const name of ['a dry run', 'the first import', 'the same file again']) {
      const started = performance.now();
      const answer = await upload(stack, file, name === 'a dry run');
      report(name, rows, started, JSON.stringify(answer));
      console.log(`  peak memory of the api so far: ${await peakMiB(stack.processes.api.pid!)} MiB`);
    }
    const started = performance.now();
    const text = await (await stack.fetch('/v1/mail-settings/export')).text();
    report('the export', rows, started, `${text.split('\n').length - 2} rows`);
    console.log(`peak memory of the api: ${await peakMiB(stack.processes.api.pid!)} MiB`);
  } finally {
    await stack.stop();
    await database.drop();
    await stopServers();
    await rm(folder, { recursive: true, force: true });
  }
}

async function writeRows(file: string, rows: number): Promise<void> {
  const out = createWriteStream(file);
  out.write(`${csvColumns.join(',')}\r\n`);
  for (let index = 0; index < rows; index += 1) {
    const domain = `d${index}.example.com`;
    const line =
      index % 2 === 0
        ? `${domain},imap,imap.${domain},993,implicit,smtp.${domain},587,starttls,false,`
        : `${domain},exchange,,,,,,,,https://mail.${domain}/EWS/Exchange.asmx`;
    if (!out.write(`${line}\r\n`)) await once(out, 'drain');
  }
  out.end();
  await once(out, 'finish');
}

async function upload(stack: Stack, file: string, isDryRun: boolean): Promise<Answer> {
  const answer = await stack.fetch(`/v1/mail-settings/import?dryRun=${isDryRun}`, {
    method: 'POST',
    headers: { 'content-type': 'text/csv' },
    body: Readable.toWeb(createReadStream(file)),
    duplex: 'half',
  } as RequestInit);
  if (answer.status === 202) return await endOf(stack, answer.headers.get('location')!);
  if (answer.status !== 200) throw new Error(await answer.text());
  return (await answer.json()) as Answer;
}

/** Waits for the end of an import that takes longer than its request. */
async function endOf(stack: Stack, path: string): Promise<Answer> {
  for (;;) {
    const { state, result } = await stack.call<{ state: string; result: Answer | null }>('GET', path);
    if (result !== null) return result;
    if (state !== 'running') throw new Error(`The import ended ${state}`);
    await delay(100);
  }
}

function report(name: string, rows: number, started: number, detail: string): void {
  const seconds = (performance.now() - started) / 1000;
  console.log(`${name}: ${seconds.toFixed(1)} s, ${(rows / seconds).toFixed(0)} rows/s; ${detail}`);
}
