import { once } from 'node:events';
import { createServer as createHttpServer, type Server as HttpServer, type ServerResponse } from 'node:http';
import { createServer, type ServerOptions } from 'node:https';
import { createSecureContext } from 'node:tls';
import { setTimeout as delay } from 'node:timers/promises';
import type { ScriptedPage } from './scenario.js';

export type WebServers = {
  /** The https requests so far, as URLs with the method in front if it is not GET. */
  readonly requests: string[];
  /** Headers of requests that no discovery may send. */
  readonly forbiddenHeaders: string[];
  readonly httpConnections: () => number;
  close(): void;
};

type Certificates = {
  readonly good: ServerOptions;
  readonly wrong: ServerOptions;
  readonly wrongHosts: ReadonlySet<string>;
};

/** Starts the web servers of the world on an address, by default 127.0.0.1: pages on port 443, and port 80, which nobody may use. */
export async function startWebServers(
  pages: ReadonlyMap<string, ScriptedPage>,
  { good, wrong, wrongHosts }: Certificates,
  address = '127.0.0.1',
): Promise<WebServers> {
  const requests: string[] = [];
  const forbiddenHeaders: string[] = [];
  let httpConnections = 0;
  const wrongContext = createSecureContext(wrong);
  const goodContext = createSecureContext(good);
  const server = createServer({
    ...good,
    SNICallback: (name, done) => done(null, wrongHosts.has(name) ? wrongContext : goodContext),
  });
  server.on('request', (request, response) => {
    const url = `https://${request.headers.host ?? ''}${request.url ?? ''}`;
    requests.push(request.method === 'GET' ? url : `${request.method} ${url}`);
    for (const header of ['authorization', 'cookie', 'referer', 'proxy-authorization'])
      if (request.headers[header] !== undefined) forbiddenHeaders.push(header);
    void sendPage(response, pages.get(url) ?? { status: 404 });
  });
  server.on('tlsClientError', () => {});
  server.listen(443, address);
  const http = createHttpServer((_, response) => response.end());
  http.on('connection', () => (httpConnections += 1));
  http.listen(80, address);
  await Promise.all([once(server, 'listening'), once(http, 'listening')]);
  return {
    requests,
    forbiddenHeaders,
    httpConnections: () => httpConnections,
    close: () => [server, http].forEach(endServer),
  };
}

async function sendPage(response: ServerResponse, page: ScriptedPage): Promise<void> {
  const { status = 200, type = 'text/xml', location, body = '', delayMs = 0, pauseMs = 0, fault } = page;
  if (delayMs > 0) await delay(delayMs);
  if (fault === 'silence') return;
  if (fault === 'cut') {
    response.writeHead(200, { 'content-length': '5000' });
    response.write(String(body).slice(0, 100));
    setTimeout(() => response.destroy(), 50);
    return;
  }
  response.writeHead(status, {
    'content-type': type,
    'set-cookie': 'a=b',
    ...(location === undefined ? {} : { location }),
  });
  if (fault === 'endless') {
    while (!response.destroyed) {
      response.write('<!-- '.repeat(2_000));
      await delay(5);
    }
    return;
  }
  const half = pauseMs > 0 ? body.length / 2 : 0;
  if (pauseMs > 0) {
    response.write(body.slice(0, half));
    await delay(pauseMs, undefined, { ref: false });
  }
  response.end(body.slice(half));
}

function endServer(server: HttpServer): void {
  server.close();
  server.closeAllConnections();
}
