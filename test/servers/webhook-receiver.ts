import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';

/** The longest body that an event may have, in bytes. */
export const longestBody = 20_000;

/** A delivery whose signature the official library has verified. */
type Received = {
  readonly id: string;
  readonly type: string;
  readonly timestamp: string;
  readonly data: Readonly<Record<string, unknown>>;
};

/** A real HTTPS server that verifies each delivery with the library `standardwebhooks`, and refuses bodies that are too long. */
export type WebhookReceiver = {
  readonly port: number;
  readonly url: string;
  /** Every verified delivery, in the order of arrival. */
  readonly received: Received[];
  /** The number of connections so far. */
  connections(): number;
  /** Signatures are verified with this secret. */
  secret: string;
  /** Answers a delivery; the default is status 204. */
  answer: (request: IncomingMessage, response: ServerResponse, delivery: Received) => void;
  close(): Promise<void>;
};

export async function startWebhookReceiver(tls: { key: string; cert: string }): Promise<WebhookReceiver> {
  let connections = 0;
  const received: Received[] = [];
  const server = createServer(tls, (request, response) => {
    void read(request).then((body) => {
      const delivery = verify(receiver.secret, request, body);
      if (Buffer.byteLength(body) > longestBody) response.writeHead(413).end();
      else if (delivery === null) response.writeHead(401).end();
      else {
        received.push(delivery);
        receiver.answer(request, response, delivery);
      }
    });
  });
  server.on('connection', () => (connections += 1));
  server.on('tlsClientError', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const receiver: WebhookReceiver = {
    port,
    url: `https://127.0.0.1:${port}/hook?key=one`,
    received,
    connections: () => connections,
    secret: `whsec_${Buffer.alloc(32).toString('base64')}`,
    answer: (_request, response) => response.writeHead(204).end(),
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return receiver;
}

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

function verify(secret: string, { headers }: IncomingMessage, body: string): Received | null {
  if (!isSignedBy(secret, headers as Record<string, string>, body)) return null;
  return { ...(JSON.parse(body) as Omit<Received, 'id'>), id: String(headers['webhook-id']) };
}

/** Whether the library `standardwebhooks` accepts a delivery. */
export function isSignedBy(secret: string, headers: Readonly<Record<string, string>>, body: string): boolean {
  try {
    new Webhook(secret).verify(body, headers);
    return true;
  } catch {
    return false;
  }
}

/** The headers of a delivery, signed with the library `standardwebhooks`. */
export function signWithLibrary(secret: string, id: string, body: string, at = new Date()) {
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': new Webhook(secret).sign(id, at, body),
  };
}
