import { request as httpRequest, type IncomingMessage } from 'node:http';
import type { TLSSocket } from 'node:tls';
import { maxDocumentBytes } from '../documents/parsed.js';

/** The answer to a GET request; `body` is null if it has more than 64 KiB. */
export type HttpAnswer = {
  readonly status: number;
  readonly location: string | null;
  readonly contentType: string;
  readonly body: Buffer | null;
};

/**
 * Sends an anonymous GET request on an open TLS connection: no cookies, no credentials, no proxy, and no redirect is
 * followed.
 */
export function httpsGet(socket: TLSSocket, { host, pathname, search }: URL): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    const asked = httpRequest({
      // Without the option `agent`: with it, Node 24 ignores `createConnection` and opens a connection of its own.
      createConnection: () => socket,
      method: 'GET',
      path: pathname + search,
      maxHeaderSize: 16 * 1024,
      insecureHTTPParser: false,
      headers: {
        host,
        accept: '*/*',
        'accept-encoding': 'identity',
        'user-agent': 'Postern',
        connection: 'close',
      },
    });
    asked.on('error', reject);
    asked.on('response', (answer) => {
      readBody(answer).then((body) => {
        const { location = null, 'content-type': contentType = '' } = answer.headers;
        resolve({ status: answer.statusCode ?? 0, location, contentType, body });
      }, reject);
    });
    asked.end();
  });
}

async function readBody(answer: IncomingMessage): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > maxDocumentBytes) return null;
  }
  return Buffer.concat(chunks);
}
