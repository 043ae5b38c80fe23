import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { parseEnvironment } from '@postern/core/environment';
import type { Prefix } from '@postern/core/prefix';
import { openDatabase, type Database } from '@postern/database/database';
import { createEgressPolicy } from '@postern/mail-probe/egress/egress-policy';
import { startBreakableProxy } from '@postern/test/environment/breakable-proxy';
import { createRedis } from '@postern/jobs/redis-client';
import { describeWith } from '@postern/test/environment/describe-with';
import { findProgram } from '@postern/test/environment/system-packages';
import { createTestDatabase, type TestDatabase } from '@postern/test/environment/test-database';
import { startCluster, startSentinels } from '@postern/test/environment/test-redis-sets';
import { createServer, type AddressInfo, connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { watchOwnServers, type OwnServers } from './own-servers.js';

const everything: Prefix[] = [
  { family: 4, value: 0n, length: 0 },
  { family: 6, value: 0n, length: 0 },
];
const secretKey = Buffer.alloc(32).toString('base64');
const otherMachine = '198.51.100.7';

let testDatabase: TestDatabase;
let database: Database;
let own: OwnServers | undefined;
beforeAll(async () => {
  testDatabase = await createTestDatabase();
});
beforeEach(() => (own = undefined));
afterEach(async () => {
  own?.stop();
  await database.close();
});
afterAll(() => testDatabase.drop());

/** Watches the servers of these variables, whose database is reached at `databaseUrl`. */
async function watch(databaseUrl: string, variables: Record<string, string> = {}): Promise<OwnServers> {
  database = await openDatabase(databaseUrl, { connections: 2 });
  own = await watchOwnServers(
    parseEnvironment({ DATABASE_URL: databaseUrl, POSTERN_SECRET_KEY: secretKey, ...variables }, () => ''),
    database,
  );
  return own;
}

/** Whether a probe may connect, for an operator who allows every address. */
function mayReach({ closed }: OwnServers, address: string, port: number): boolean {
  return (
    createEgressPolicy({ allow: everything, ports: [port], closed }).checkAddresses([address], port) !== null
  );
}

function portOf(url: string): number {
  return Number(new URL(url).port);
}

describe('PostgreSQL and Redis of Postern are never a target', () => {
  test.each([
    ['an address', (url: string) => url],
    ['a name', (url: string) => url.replace('@127.0.0.1', '@localhost')],
    ['a percent-encoded host', (url: string) => url.replace('@127.0.0.1', '@%31%32%37.0.0.1')],
  ])('their port is closed on every address of this machine when the URL names %s', async (_, spell) => {
    const port = portOf(testDatabase.connectionString);
    const servers = await watch(spell(testDatabase.connectionString));
    const addresses = Object.values(networkInterfaces()).flatMap((each) =>
      (each ?? []).map(({ address }) => address),
    );
    for (const address of [
      '127.0.0.1',
      '127.9.9.9',
      '0.0.0.0',
      '::1',
      '::',
      '::ffff:127.0.0.1',
      ...addresses,
    ])
      expect([address, mayReach(servers, address, port)]).toEqual([address, false]);
    expect(mayReach(servers, otherMachine, port)).toBe(true);
    expect(mayReach(servers, '127.0.0.1', port + 1)).toBe(true);
  });

  test('the server behind a proxy is closed as well as the proxy', async () => {
    const real = portOf(testDatabase.connectionString);
    const proxy = await startBreakableProxy(real);
    const servers = await watch(testDatabase.connectionString.replace(`:${real}/`, `:${proxy.port}/`));
    expect(mayReach(servers, '127.0.0.1', proxy.port)).toBe(false);
    expect(mayReach(servers, '127.0.0.1', real)).toBe(false);
    await database.close();
    await proxy.cut();
  });

  test('a name of Redis that resolves late is closed at the address that its socket is connected to', async () => {
    const redis = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => redis.once('listening', resolve));
    const { port } = redis.address() as AddressInfo;
    const servers = await watch(testDatabase.connectionString, {
      REDIS_URL: `redis://redis.not-resolved-yet.invalid:${port}`,
    });
    const socket = connect(port, '127.0.0.1');
    await new Promise((resolve) => socket.once('connect', resolve));
    expect(servers.closed(port)).toContainEqual({ address: '127.0.0.1', port });
    socket.destroy();
    redis.close();
  });
});

describeWith(['redis'], 'servers of Redis that REDIS_URL does not name', () => {
  test.each([
    ['of Sentinels', startSentinels, (url: string) => url],
    ['of a Cluster', startCluster, (url: string) => url.split(',')[0]!],
  ])(
    'the master %s is never a target, also after a failover',
    async (_, start, urlOf) => {
      const set = await start((await findProgram('redis'))!);
      const url = urlOf(set.url);
      const servers = await watch(testDatabase.connectionString, { REDIS_URL: url });
      const redis = createRedis(url, { maxRetriesPerRequest: null });
      redis.on('error', () => undefined); // Its connection is lost at the failover.
      await redis.connect();
      const first = await set.master();
      await redis.set('{bull}', '1');
      expect(mayReach(servers, '127.0.0.1', first)).toBe(false);
      await set.failOver();
      const next = await set.master();
      expect(next).not.toBe(first);
      await redis.set('{bull}', '2');
      expect(mayReach(servers, '127.0.0.1', next)).toBe(false);
      redis.disconnect();
      await set.stop();
    },
    90_000,
  );
});
