import type { Environment } from '@postern/core/environment';
import { parseRedisUrl } from '@postern/core/redis-url';
import type { Database } from '@postern/database/database';
import { followPostgres } from '@postern/database/server-peers';
import type { ClosedTarget } from '@postern/mail-probe/egress/egress-policy';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { lookup } from 'node:dns/promises';
import type { Socket } from 'node:net';
import { networkInterfaces } from 'node:os';

/** PostgreSQL and Redis of Postern itself, as they are reached now. */
export type OwnServers = {
  /** What no probe of a port may reach, whatever the operator allows. */
  readonly closed: (port: number) => readonly ClosedTarget[];
  stop(): void;
};

const refreshMs = 10_000;
/** The peers that are kept: far more than servers and failovers a worker has. */
const mostKept = 1000;

/**
 * Follows where Postern's own PostgreSQL and Redis are: the addresses that their URLs name, looked up every 10 s, the
 * peers of the sockets that this process has opened to them, the address that PostgreSQL itself reports, which differs
 * behind a pooler, and their ports on every address of this machine. A failover or a name that resolves late is
 * followed at the next connection.
 */
export async function watchOwnServers(environment: Environment, database: Database): Promise<OwnServers> {
  const redis = environment.REDIS_URL === undefined ? null : parseRedisUrl(environment.REDIS_URL);
  const redisNodes = redis !== null && 'nodes' in redis ? redis.nodes : [];
  // Sentinels and nodes of a Cluster name further servers, so the peer of each socket of this thread is taken for one.
  const namesOthers = redis !== null && 'mode' in redis && redis.mode !== 'single';
  const databases = [environment.DATABASE_URL, environment.DATABASE_MIGRATION_URL];
  const urls = [...databases.flatMap((url) => (url === undefined ? [] : [serverOf(url)])), ...redisNodes];
  const ports = new Set(urls.map(({ port }) => port));
  const known = new Map<string, ClosedTarget>();
  const add = (address: string | null | undefined, port: number | null | undefined): void => {
    if (typeof address !== 'string' || typeof port !== 'number') return;
    known.set(`${address} ${port}`, { address, port });
    if (known.size > mostKept) known.delete(known.keys().next().value!);
  };
  const postgres = await followPostgres(database, add);
  // ioredis opens its sockets with net.connect, which reports them here. Other sockets of this thread have other ports.
  const onSocket = (message: unknown): void => {
    const { socket } = message as { socket: Socket };
    socket.once('connect', () => {
      if (namesOthers || ports.has(socket.remotePort ?? 0)) add(socket.remoteAddress, socket.remotePort);
    });
  };
  subscribe('net.client.socket', onSocket);

  const refresh = async (): Promise<void> => {
    for (const { host, port } of urls) {
      // A name without an answer keeps the addresses that it had.
      for (const { address } of await lookup(host, { all: true }).catch(() => [])) add(address, port);
    }
    await postgres.ask().catch(() => undefined); // Asked again at the next refresh.
  };
  await refresh();
  const timer = setInterval(() => void refresh(), refreshMs).unref();
  return {
    // Listing the addresses of this machine takes a system call, which every probe would pay for.
    closed: (port) => [...known.values(), ...(ports.has(port) ? onThisMachine(port) : [])],
    stop() {
      clearInterval(timer);
      unsubscribe('net.client.socket', onSocket);
      postgres.stop();
    },
  };
}

/** A port on every address of this machine, its loopback addresses among them. */
function onThisMachine(port: number): ClosedTarget[] {
  const interfaces = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  return ['127.0.0.1', ...interfaces.map(({ address }) => address)].map((address) => ({ address, port }));
}

/** Host and port of a URL of PostgreSQL; a percent-encoded host is decoded, and that of a Unix socket is no name. */
function serverOf(text: string): { host: string; port: number } {
  const defaultPort = 5432;
  const url = URL.parse(text);
  if (url === null) return { host: 'localhost', port: defaultPort };
  const host = decodeURIComponent(url.hostname).replace(/^\[|\]$/g, '');
  return { host: host || 'localhost', port: url.port === '' ? defaultPort : Number(url.port) };
}
