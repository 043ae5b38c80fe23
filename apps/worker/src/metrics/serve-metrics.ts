import { EnvironmentError, type ListeningAddress } from '@postern/core/environment';
import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { Logger } from 'pino';
import { collectDefaultMetrics, type Registry } from 'prom-client';

const slowestRequestMs = 5000;
const mostConnections = 50;

/**
 * Serves `GET /metrics` with the registry and the numbers of this process, and `GET /healthz` with 200 while the
 * process can respond. There is no sign-in: everybody who can reach the address can read both. Throws
 * `EnvironmentError` if the process cannot listen on the address; later errors are logged and stop nothing.
 */
export async function serveMetrics(
  registry: Registry,
  { host, port }: ListeningAddress,
  log: Logger,
): Promise<Server> {
  const limits = {
    headersTimeout: slowestRequestMs,
    requestTimeout: slowestRequestMs,
    connectionsCheckingInterval: slowestRequestMs,
    maxHeaderSize: 8192,
  };
  const server = createServer(limits, answerFrom(registry, log));
  server.maxConnections = mostConnections;
  try {
    server.listen(port, host);
    await once(server, 'listening');
  } catch (error) {
    throw new EnvironmentError(`POSTERN_WORKER_METRICS ${reasonOf(error)}`);
  }
  server.on('error', (error) => log.warn({ err: error }, 'the metrics listener reports an error'));
  collectDefaultMetrics({ register: registry, prefix: 'postern_worker_' });
  log.info({ host, port }, 'serving metrics');
  return server;
}

function answerFrom(registry: Registry, log: Logger): RequestListener {
  return (request, response) => {
    const path = request.url?.split('?')[0];
    if (request.method !== 'GET' && request.method !== 'HEAD')
      response.writeHead(405, { allow: 'GET, HEAD' }).end();
    else if (path === '/healthz') response.writeHead(200, { 'content-type': 'text/plain' }).end('ok\n');
    else if (path !== '/metrics') response.writeHead(404).end();
    else
      registry.metrics().then(
        (text) => response.writeHead(200, { 'content-type': registry.contentType }).end(text),
        (error: unknown) => {
          log.warn({ err: error }, 'could not collect metrics');
          response.writeHead(500).end();
        },
      );
  };
}

function reasonOf(error: unknown): string {
  const { code = 'unknown' } = error as NodeJS.ErrnoException;
  const reasons: Record<string, string> = {
    EADDRINUSE: 'names a port that another program listens on; each worker of a machine needs its own port',
    EACCES: 'names a port that this user may not listen on; choose one above 1023',
    EADDRNOTAVAIL: 'names an address that is not one of this machine',
  };
  return reasons[code] ?? `cannot be listened on (${code})`;
}
