import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { heapOptions } from '@postern/cli/heap-options';
import { Client } from 'pg';
import { startStack, type App, type Stack } from '../end-to-end/start-stack.js';
import { createTestDatabase } from '../environment/test-database.js';
import { waitUntil } from '../environment/wait-until.js';
import { createPrivateFolder } from '../servers/private-folder.js';
import { startScriptedServer } from '../servers/scripted-server.js';
import { startGoodServers, type GoodServers } from './good-servers.js';
import { watchProcess, type Growth, type Watched } from './watched-process.js';

/** Verifications that are saved or tried a second. */
const saveEveryMs = 1000 / 3;
const sampleEveryMs = 30_000;
const domains = 200;
const imported = 20;
const mostMibAnHour = 1;
/** What stands in Node's output when a promise was rejected and nobody handled it, or when listeners pile up. */
const warning = /unhandled|PromiseRejection|MaxListenersExceeded|uncaught/gi;

export type SoakOptions = {
  readonly minutes: number;
  readonly backend: string;
  readonly redisUrl: string | undefined;
};

/**
 * Saves, tries and imports domains, reads, and makes servers due for so many minutes, while one of two workers is
 * killed each minute. Prints a line each minute and at the end how the memory and the handles of the api and of the other
 * worker grew after the first sixth of the time. Resolves to whether everything was kept.
 */
export async function runSoak({ minutes, backend, redisUrl }: SoakOptions): Promise<boolean> {
  const bed = await startBed(backend, redisUrl);
  const { stack, observer, watched } = bed;
  const { api, worker } = stack.processes;
  try {
    const load = new Load(stack, bed.servers, bed.rudePort);
    await load.importSome('example.com', domains);
    await runMinutes(bed, load, { minutes, backend });
    const wrong = [...(await findUnended(observer)), ...load.wrong];
    if (api.exitCode !== null || worker.exitCode !== null) wrong.push('the api or the worker ended');
    if (bed.output.warnings > 0) wrong.push(`${bed.output.warnings} unhandled rejections or warnings`);
    for (const [name, one] of Object.entries(watched))
      wrong.push(...judge(`${backend} ${name}`, one.growth(minutes / 6 / 60)));
    console.log(`${backend}: ${wrong.length === 0 ? 'all kept' : wrong.join('; ')}`);
    return wrong.length === 0;
  } finally {
    await bed.close();
  }
}

type Bed = Awaited<ReturnType<typeof startBed>>;

async function startBed(backend: string, redisUrl: string | undefined) {
  const folder = await createPrivateFolder('soak');
  const servers = await startGoodServers(8);
  const rude = await startScriptedServer((wire) => wire.sendForEver('HTTP/1.1 400 Bad Request\r\n'));
  const database = await createTestDatabase();
  const observer = new Client({ connectionString: database.superuserConnectionString });
  await observer.connect();
  const output = { lines: 0, warnings: 0 };
  const onOutput = (app: App, chunk: Buffer) => {
    const text = chunk.toString();
    output.lines += text.split('\n').length - 1;
    const found = text.match(warning)?.length ?? 0;
    output.warnings += found;
    if (found > 0) console.log(`${backend} ${app}: ${text.slice(0, 2000)}`);
  };
  const memory = fileURLToPath(new URL('report-memory.mjs', import.meta.url));
  const stack = await startStack({
    databaseUrl: database.connectionString,
    ...(redisUrl === undefined ? {} : { redisUrl }),
    onOutput,
    environment: {
      ...servers.environment([rude.port]),
      NODE_OPTIONS: `${heapOptions} --import=${memory}`,
      SOAK_FOLDER: folder.path,
    },
  });
  const { api, worker } = stack.processes;
  return {
    stack,
    observer,
    servers,
    rudePort: rude.port,
    output,
    watched: {
      api: watchProcess(api.pid!, folder.path),
      worker: watchProcess(worker.pid!, folder.path),
    },
    async close() {
      await stack.stop();
      await observer.end();
      await database.drop();
      await Promise.all([servers.close(), rude.close(), folder.remove()]);
    },
  };
}

/** Each minute: an import, due servers, saves, two samples, and the end of the worker that is not watched. */
async function runMinutes(
  { stack, observer, watched, output }: Bed,
  load: Load,
  { minutes, backend }: { readonly minutes: number; readonly backend: string },
): Promise<void> {
  const startedAt = Date.now();
  const hoursNow = () => (Date.now() - startedAt) / 3_600_000;
  let other = stack.addWorker();
  for (let minute = 0; minute < minutes; minute += 1) {
    const until = startedAt + (minute + 1) * 60_000;
    await load.importSome(`minute-${minute}.example.com`, imported);
    await observer.query('update monitored_server set due_at = now()');
    await load.saveUntil(until - 60_000 + sampleEveryMs - 5000);
    await sampleAll(watched, observer, hoursNow());
    await load.saveUntil(until - 5000);
    const sample = await sampleAll(watched, observer, hoursNow());
    const ended = once(other, 'exit');
    other.kill('SIGKILL');
    await ended;
    other = stack.addWorker();
    const text = Object.entries(sample).map(
      ([name, { resident, heap, handles }]) =>
        `${name} ${resident.toFixed(1)} MiB, heap ${heap.toFixed(1)} MiB, ${handles} handles`,
    );
    console.log(
      `${backend}, minute ${minute + 1}: ${text.join('; ')}; ${load.saved} verifications, ${load.slow} slow answers, ` +
        `${output.lines} log lines`,
    );
  }
}

/** What people and programs do with one stack. */
class Load {
  saved = 0;
  /** Answers that the database is slow. */
  slow = 0;
  readonly wrong: string[] = [];
  #turn = 0;
  readonly #stack: Stack;
  readonly #servers: GoodServers;
  readonly #rudePort: number;

  constructor(stack: Stack, servers: GoodServers, rudePort: number) {
    this.#stack = stack;
    this.#servers = servers;
    this.#rudePort = rudePort;
  }

  async importSome(parent: string, count: number): Promise<void> {
    const rows = Array.from({ length: count }, (_, index) =>
      JSON.stringify(this.#servers.settings(`d${index}.${parent}`, index)),
    );
    const headers = { 'content-type': 'application/x-ndjson' };
    const body = rows.join('\n');
    const path = '/v1/mail-settings/import';
    await this.#read(await this.#stack.fetch(path, { method: 'POST', headers, body }));
    this.saved += count;
  }

  async saveUntil(time: number): Promise<void> {
    const running = new Set<Promise<void>>();
    while (Date.now() < time) {
      const next = this.#saveOne(this.#turn)
        .catch((error: unknown) => void this.wrong.push(String(error)))
        .finally(() => running.delete(next));
      running.add(next);
      this.#turn += 1;
      this.saved += 1;
      await delay(saveEveryMs);
    }
    await Promise.all(running);
  }

  /** Every second one saves a domain on other servers than before, the others are tries; some are followed, and some fail. */
  async #saveOne(index: number): Promise<void> {
    const domain = `d${index % domains}.example.com`;
    const settings = this.#servers.settings(domain, index + Math.floor(index / domains));
    if (index % 100 === 99) {
      const imap = { host: '127.0.0.1', port: this.#rudePort, tls: 'implicit' };
      await this.#send('POST', '/v1/verifications', { ...settings, imap });
    } else if (index % 2 === 0) {
      await this.#send('PUT', `/v1/mail-settings/${domain}`, settings);
    } else {
      const started = await this.#send<{ id: string }>('POST', '/v1/verifications', settings);
      if (index % 10 === 1 && started !== undefined)
        await this.#read(await this.#stack.fetch(`/v1/verifications/${started.id}/events`));
    }
    const reads = ['/metrics', '/readyz', '/v1/mail-settings?limit=200', '/v1/summary', '/v1/audit-events'];
    if (index % 5 === 0) await this.#read(await this.#stack.fetch(reads[(index / 5) % reads.length]!));
  }

  async #send<T>(method: string, path: string, body: object): Promise<T | undefined> {
    const headers = { 'content-type': 'application/json' };
    const text = await this.#read(
      await this.#stack.fetch(path, { method, headers, body: JSON.stringify(body) }),
    );
    return text === undefined ? undefined : (JSON.parse(text) as T);
  }

  /** Reads an answer to its end. On a busy machine the api may say that its database is slow (503); all else is wrong. */
  async #read(answer: Response): Promise<string | undefined> {
    const text = await answer.text();
    if (answer.ok) return text;
    if (answer.status === 503) this.slow += 1;
    else this.wrong.push(`${answer.url} answered ${answer.status}: ${text.slice(0, 300)}`);
    return undefined;
  }
}

/** Samples both processes while nothing runs, because what runs holds memory and handles. */
async function sampleAll(watched: Readonly<Record<App, Watched>>, observer: Client, hours: number) {
  await waitUntil(async () => {
    const { rowCount } = await observer.query('select 1 from verification_job limit 1');
    return rowCount === 0;
  }, 300_000);
  return { api: await watched.api.sample(hours), worker: await watched.worker.sample(hours) };
}

async function findUnended(observer: Client): Promise<string[]> {
  const { rows } = await observer.query<{ state: string; count: number }>(
    `select state, count(*)::int from verification where trigger <> 'schedule' group by state order by state`,
  );
  console.log(`verifications: ${rows.map(({ state, count }) => `${count} ${state}`).join(', ')}`);
  return rows
    .filter(({ state }) => state === 'queued' || state === 'running')
    .map(({ state, count }) => `${count} verifications are ${state}`);
}

function judge(name: string, growth: Growth): string[] {
  const { resident, residentBefore, heap, handles, first, last } = growth;
  const perHour = (mib: number) => `${mib.toFixed(2)} MiB/h`;
  console.log(
    `${name}: RSS ${perHour(resident)} after collection (${first.resident.toFixed(1)} to ${last.resident.toFixed(1)} MiB), ` +
      `${perHour(residentBefore)} before it; heap ${perHour(heap)}; handles ${handles.join(' to ')}`,
  );
  const wrong: string[] = [];
  if (resident >= mostMibAnHour) wrong.push(`RSS of ${name} grows by ${perHour(resident)}`);
  if (handles[1] > handles[0]) wrong.push(`handles of ${name} grow from ${handles.join(' to ')}`);
  return wrong;
}
