import { once } from 'node:events';
import type { Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { createSecureContext, TLSSocket, type SecureVersion } from 'node:tls';

/** The TLS options of a scripted server; `requestCert` makes it require a client certificate. */
export type ServerTls = {
  readonly key?: string;
  readonly cert?: string;
  readonly ciphers?: string;
  readonly minVersion?: SecureVersion;
  readonly maxVersion?: SecureVersion;
  readonly dhparam?: string;
  readonly requestCert?: boolean;
  /** The time in milliseconds that the server waits before it answers the TLS handshake. */
  readonly delayMs?: number;
};

/** Runs the server's side of a TLS handshake on an open connection. */
export async function acceptTls(
  socket: Socket,
  { requestCert = false, delayMs = 0, ...options }: ServerTls,
): Promise<TLSSocket> {
  if (delayMs > 0) await delay(delayMs);
  const secured = new TLSSocket(socket, {
    isServer: true,
    requestCert,
    rejectUnauthorized: requestCert,
    secureContext: createSecureContext(options),
  });
  secured.on('error', () => socket.destroy());
  await once(secured, 'secure');
  return secured;
}
