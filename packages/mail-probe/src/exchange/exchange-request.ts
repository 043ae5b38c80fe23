import { request as httpRequest, type IncomingMessage } from 'node:http';
import type { TLSSocket } from 'node:tls';
import type { Conversation } from '../conversation/conversation.js';

/** An HTTP response: its headers, up to 16 KiB, and the first 4 KiB of its body. */
export type HttpAnswer = {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
};

export type HttpQuestion = {
  readonly method: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
};

const maxHeaderBytes = 16 * 1024;
const maxBodyBytes = 4 * 1024;

/**
 * Sends one HTTP request on the open connection. It follows no redirect, uses no proxy of the environment and looks
 * up no name. It uses `http` instead of `https`, because the connection is already inside TLS and its certificate
 * has been read.
 */
export async function askExchange(
  conversation: Conversation,
  socket: TLSSocket,
  question: HttpQuestion,
): Promise<HttpAnswer> {
  const { host, port, path } = conversation.request;
  const { method, headers, body } = question;
  const literal = host.includes(':') ? `[${host}]` : host;
  return await new Promise((resolve, reject) => {
    const asked = httpRequest({
      // Node 24 ignores `createConnection` if the option `agent` is present, even as `false`: an agent opens a
      // connection of its own.
      createConnection: () => socket,
      method,
      path,
      maxHeaderSize: maxHeaderBytes,
      insecureHTTPParser: false,
      headers: {
        host: port === 443 ? literal : `${literal}:${port}`,
        accept: '*/*',
        'user-agent': 'Postern',
        ...headers,
        ...(body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }),
      },
    });
    asked.on('error', reject);
    asked.on('response', (answer) => {
      collect(answer).then(
        (text) => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: text }),
        reject,
      );
    });
    asked.end(body);
  });
}

async function collect(answer: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    length += chunk.length;
    if (length >= maxBodyBytes) break;
  }
  return Buffer.concat(chunks).subarray(0, maxBodyBytes).toString('latin1');
}
