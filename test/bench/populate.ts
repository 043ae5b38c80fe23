import autocannon from 'autocannon';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { startStack } from '../end-to-end/start-stack.js';
import { createTestDatabase } from '../environment/test-database.js';
import { startTestServers } from '../environment/test-servers.js';
import { alternate, median } from './alternate.js';
import { fillAccount } from './fill-account.js';

const connections = 64;

/**
 * Measures the requests per second of `GET /v1/populate` with a number of domains in the database, and of a bare
 * Fastify route that runs one prepared query on the same database without authentication. `--domains 100000` is the
 * default.
 */
export async function run(options: readonly string[]): Promise<void> {
  const isQuick = options.includes('--quick');
  const at = options.indexOf('--domains');
  const sizes = at >= 0 ? options[at + 1]!.split(',').map(Number) : [isQuick ? 1000 : 100_000];
  const stopServers = await startTestServers();
  try {
    const tails: number[] = [];
    for (const domains of sizes) tails.push(await atSize(domains, isQuick ? 1 : 5, isQuick ? 1 : 3));
    if (sizes.length > 1) {
      const growth = tails.at(-1)! / tails[0]!;
      console.log(`p99 at ${sizes.at(-1)} domains is ${growth.toFixed(2)} times that at ${sizes[0]}`);
    }
  } finally {
    await stopServers();
  }
}

/** Resolves to the median p99 latency of Postern, in milliseconds. */
async function atSize(domains: number, rounds: number, seconds: number): Promise<number> {
  const database = await createTestDatabase();
  const stack = await startStack({ databaseUrl: database.connectionString });
  const accountId = (await stack.call<{ account: { id: string } }>('GET', '/v1/me')).account.id;
  await fillAccount(database.superuserConnectionString, accountId, domains);
  const bare = await startBare(database.superuserConnectionString, accountId);
  const tails: number[] = [];
  try {
    console.log(`${domains} domains, ${connections} connections, ${seconds} s a round`);
    const load = async (url: string, headers: Record<string, string>) => {
      const result = await autocannon({
        connections,
        duration: seconds,
        headers,
        requests: requestsFor(url, domains),
        url,
      });
      if (result.non2xx > 0 || result.errors > 0)
        throw new Error(`${result.non2xx} refusals, ${result.errors} errors`);
      return result;
    };
    const authorization = `Bearer ${stack.token}`;
    const rssBefore: number[] = [];
    await alternate(
      {
        name: 'GET /v1/populate',
        async run() {
          const result = await load(`${stack.url}/v1/populate`, { authorization });
          tails.push(result.latency.p99);
          rssBefore.push(await residentMiB(stack.processes.api.pid!));
          return result.requests.average;
        },
      },
      {
        name: 'bare Fastify, one prepared query',
        run: async () => (await load(`${bare.url}/`, {})).requests.average,
      },
      rounds,
      'requests/s',
    );
    const p99 = median(tails.slice(1));
    console.log(
      `p99 of ours: ${p99} ms; RSS of the api after warm-up ${rssBefore[0]} MiB, at the end ${rssBefore.at(-1)} MiB`,
    );
    return p99;
  } finally {
    bare.stop();
    await stack.stop();
    await database.drop();
  }
}

function requestsFor(url: string, domains: number) {
  const { pathname } = new URL(url);
  return Array.from({ length: 1000 }, (_, index) => ({
    path: `${pathname}?email=jane@d${(index * 7919) % domains}.example.com`,
  }));
}

async function startBare(
  connectionString: string,
  accountId: string,
): Promise<{ url: string; stop(): void }> {
  const loader = '--import=./infra/bootstrap/typescript-imports.mjs';
  const child = spawn(process.execPath, [loader, 'test/bench/bare-fastify.ts', connectionString, accountId], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  return { url: `http://127.0.0.1:${line.toString('utf8').trim()}`, stop: () => child.stdin.end() };
}

async function residentMiB(pid: number): Promise<number> {
  const { readFile } = await import('node:fs/promises');
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024);
}
