import type { IncomingMessage } from 'node:http';
import type { TLSSocket } from 'node:tls';
import { sendHttpRequest } from '@postern/mail-probe/conversation/send-http-request';
import { maxDocumentBytes } from '../documents/parsed.js';

export const redirectStatuses: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/** The answer to a GET request; `body` is null if it has more than 64 KiB, and for a redirect. */
export type HttpAnswer = {
  readonly status: number;
  readonly location: string | null;
  readonly contentType: string;
  readonly body: Buffer | null;
};

/** Sends an anonymous GET request on an open TLS connection: no cookies, no credentials. */
export async function httpsGet(socket: TLSSocket, { host, pathname, search }: URL): Promise<HttpAnswer> {
  const request = {
    method: 'GET',
    host,
    path: pathname + search,
    headers: { 'accept-encoding': 'identity', connection: 'close' },
  } as const;
  const { status, headers, body } = await sendHttpRequest(socket, request, readBody);
  const { location = null, 'content-type': contentType = '' } = headers;
  return { status, location, contentType, body };
}

async function readBody(answer: IncomingMessage): Promise<Buffer | null> {
  // The text of a redirect may be a document or have no end; the next request does not wait for it.
  if (redirectStatuses.has(answer.statusCode ?? 0)) return null;
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > maxDocumentBytes) return null;
  }
  return Buffer.concat(chunks);
}
