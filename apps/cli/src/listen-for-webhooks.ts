import { verifyWebhook } from '@postern/core/webhook-signature';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { print, printError } from './print.js';
import { readSecret } from './read-secret.js';
import { UsageError } from './usage-error.js';

const mostBodyBytes = 64 * 1024;

/**
 * Listens on 127.0.0.1 and prints each delivery whose signature is right as one line of JSON, until `count` have arrived or the
 * process is stopped. Throws `UsageError` if the secret has the wrong form.
 */
export async function listenForWebhooks({ port, count }: { port: number; count?: number }): Promise<void> {
  const secret = (await readSecret('Secret of the webhook: ')).trim();
  if (!/^whsec_[A-Za-z0-9+/]{32,}={0,2}$/.test(secret))
    throw new UsageError('The secret begins with whsec_ and continues with base64.');
  let received = 0;
  const server = createServer((request, response) => {
    void readVerified(request, secret).then((body) => {
      response.writeHead(body === null ? 401 : 204).end();
      if (body === null) {
        printError('A request without a right signature was refused.\n');
        return;
      }
      print(`${body}\n`);
      received += 1;
      if (received === count) server.close();
    });
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  printError(`Listening on http://127.0.0.1:${(server.address() as AddressInfo).port}\n`);
  await once(server, 'close');
}

/** The delivery as one line of JSON; null if its signature is not right, or it is no JSON. */
async function readVerified(request: IncomingMessage, secret: string): Promise<string | null> {
  const body = await readBody(request).catch(() => null);
  const header = (name: string) => String(request.headers[name] ?? '');
  const headers = {
    id: header('webhook-id'),
    timestamp: header('webhook-timestamp'),
    signature: header('webhook-signature'),
  };
  if (body === null || !verifyWebhook(secret, headers, body)) return null;
  try {
    return JSON.stringify({ id: headers.id, ...(JSON.parse(body) as object) });
  } catch {
    return null;
  }
}

/** Null if the body is too large. */
async function readBody(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > mostBodyBytes) return null;
  }
  return Buffer.concat(chunks).toString('utf8');
}
