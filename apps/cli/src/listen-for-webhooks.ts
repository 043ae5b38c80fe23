import { verifyWebhook } from '@postern/core/webhook-signature';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Server } from 'node:net';
import { print, printError } from './print.js';
import { readSecret } from './read-secret.js';
import { UsageError } from './usage-error.js';

const mostBodyBytes = 64 * 1024;
/** What `verifyWebhook` allows. */
const mostClockSeconds = 300;

export type ListenOptions = {
  readonly port: number;
  readonly count?: number;
  /** PEM files with which it listens with https, as a Postern on this machine needs; without them it listens with http. */
  readonly certificate?: string;
  readonly key?: string;
};

type Delivery = { readonly line: string } | { readonly refusal: string };

/**
 * Listens on 127.0.0.1 and prints each delivery whose signature is right as one line of JSON, until `count` have arrived or the
 * process is stopped. Says of each other request why it is refused. Throws `UsageError` if the secret has the wrong form, a PEM file
 * does not work, or the port is in use.
 */
export async function listenForWebhooks({ port, count, certificate, key }: ListenOptions): Promise<void> {
  if ((certificate === undefined) !== (key === undefined))
    throw new UsageError('--certificate and --key belong together.');
  const secret = (await readSecret('Secret of the webhook: ')).trim();
  if (!/^whsec_[A-Za-z0-9+/]{32,}={0,2}$/.test(secret))
    throw new UsageError('The secret begins with whsec_ and continues with base64.');
  let received = 0;
  const answer: RequestListener = (request, response) => {
    void readVerified(request, secret).then((delivery) => {
      const isRefused = 'refusal' in delivery;
      response.writeHead(isRefused ? 401 : 204).end();
      if (isRefused) return printError(`A request was refused: ${delivery.refusal}.\n`);
      print(`${delivery.line}\n`);
      received += 1;
      if (received === count) server.close();
    });
  };
  const server = await makeServer(answer, certificate, key);
  server.listen(port, '127.0.0.1');
  await once(server, 'listening').catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    throw new UsageError(`Port ${port} is in use; choose another with --port, or a free one with --port 0.`);
  });
  const scheme = certificate === undefined ? 'http' : 'https';
  printError(`Listening on ${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}\n`);
  await once(server, 'close');
}

async function makeServer(answer: RequestListener, certificate?: string, key?: string): Promise<Server> {
  if (certificate === undefined || key === undefined) return createServer(answer);
  try {
    return createTlsServer({ cert: await readFile(certificate), key: await readFile(key) }, answer);
  } catch (error) {
    throw new UsageError(`--certificate and --key do not work: ${(error as Error).message}`);
  }
}

/** The delivery as one line of JSON, or why it is refused. */
async function readVerified(request: IncomingMessage, secret: string): Promise<Delivery> {
  const body = await readBody(request).catch(() => null);
  const header = (name: string) => String(request.headers[name] ?? '');
  const headers = {
    id: header('webhook-id'),
    timestamp: header('webhook-timestamp'),
    signature: header('webhook-signature'),
  };
  if (body === null) return { refusal: 'its body is too large or did not arrive whole' };
  if (Object.values(headers).includes(''))
    return { refusal: 'it lacks webhook-id, webhook-timestamp or webhook-signature, so it is no delivery' };
  const agoSeconds = Math.round(Date.now() / 1000 - Number(headers.timestamp));
  if (Math.abs(agoSeconds) > mostClockSeconds)
    return { refusal: `its time is ${agoSeconds} s before the clock of this machine` };
  if (!verifyWebhook(secret, headers, body))
    return { refusal: 'it was signed with another secret, or changed on its way' };
  try {
    return { line: JSON.stringify({ id: headers.id, ...(JSON.parse(body) as object) }) };
  } catch {
    return { refusal: 'its body is no JSON' };
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
