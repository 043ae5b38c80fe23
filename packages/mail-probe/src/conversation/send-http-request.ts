import { request as httpRequest, type IncomingMessage } from 'node:http';
import type { TLSSocket } from 'node:tls';

export type HttpRequest = {
  readonly method: 'GET' | 'POST';
  /** The header `host`: a name or address in brackets, and a port other than 443. */
  readonly host: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
};

const maxHeaderBytes = 16 * 1024;

/**
 * Sends one HTTP request on an open TLS connection, and reads the body of the answer with `readBody`. It follows no
 * redirect, uses no proxy of the environment and looks up no name. Headers of more than 16 KiB are an error. It uses
 * `http` instead of `https`, because the connection is already inside TLS and its certificate has been read.
 */
export function sendHttpRequest<Body>(
  socket: TLSSocket,
  { method, host, path, headers, body }: HttpRequest,
  readBody: (answer: IncomingMessage) => Promise<Body>,
): Promise<{ status: number; headers: IncomingMessage['headers']; body: Body }> {
  return new Promise((resolve, reject) => {
    const asked = httpRequest({
      // Node 24 ignores `createConnection` if the option `agent` is present, even as `false`: an agent opens a
      // connection of its own.
      createConnection: () => socket,
      method,
      path,
      maxHeaderSize: maxHeaderBytes,
      insecureHTTPParser: false,
      headers: {
        host,
        accept: '*/*',
        'user-agent': 'Postern',
        ...headers,
        ...(body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }),
      },
    });
    asked.on('error', reject);
    asked.on('response', (answer) => {
      readBody(answer).then(
        (read) => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: read }),
        reject,
      );
    });
    asked.end(body);
  });
}
