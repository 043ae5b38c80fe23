import { EnvironmentError, type ListeningAddress } from '@postern/core/environment';
import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { Logger } from 'pino';
import { collectDefaultMetrics, type Registry } from 'prom-client';

const slowestRequestMs = 5000;
const mostConnections = 50;

/**
 * Answers `GET /metrics` with the registry and this process's own numbers, and `GET /healthz` with 200 as long as the
 * process answers. There is no sign-in: everybody who can reach the address can read it. Throws `EnvironmentError` when the
 * address cannot be listened on; later errors are logged and stop nothing.
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
    EADDRINUSE: 'names a port that another program listens on: another worker needs another port',
    EACCES: 'names a port that needs rights which this user lacks: choose one above 1023',
    EADDRNOTAVAIL: 'names an address that is not one of this machine',
  };
  return reasons[code] ?? `cannot be listened on (${code})`;
}
