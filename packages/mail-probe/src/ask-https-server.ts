import type { TLSSocket } from 'node:tls';
import type { EgressAddress } from '@postern/core/environment';
import { connectSocket } from './conversation/connect-socket.js';
import { Conversation } from './conversation/conversation.js';
import { defaultLimits } from './conversation/limits.js';
import { StepError } from './conversation/step-error.js';
import { handshakeTls } from './conversation/tls-handshake.js';
import type { EgressPolicy } from './egress/egress-policy.js';
import { resolveHost, type Lookup } from './egress/resolve-host.js';
import { judgeCertificate } from './judgement/judge-certificate.js';

export type HttpsOptions = {
  readonly policy: EgressPolicy;
  readonly resolve: Lookup;
  readonly sourceAddresses: readonly EgressAddress[];
  /** PEM certificates that are trusted beside Node's own; null for none. */
  readonly ca: string | null;
  /** When the conversation ends, on the clock of `performance.now()`. */
  readonly deadlineAt: number;
  /** The number of bytes that the server may send, TLS records included. */
  readonly maxBytes: number;
};

/** A host in canonical form, without brackets, and its port. */
type HttpsServer = { readonly host: string; readonly port: number };

const connectMs = 3_000;
const noRule = { allowNonSecureCertificate: false, pin: null, mayPin: false };

/**
 * Opens a connection of its own to an address that the egress policy allows, with a certificate that is valid for the
 * host, and runs `ask` on it once. Throws `StepError` with the code of what failed, and `LocalShortageError`.
 */
export async function askHttpsServer<T>(
  { host, port }: HttpsServer,
  options: HttpsOptions,
  ask: (socket: TLSSocket) => Promise<T>,
): Promise<T> {
  const server = { endpoint: 'exchange', host, port, tls: 'implicit', path: '' } as const;
  const remainingMs = () => Math.max(0, options.deadlineAt - performance.now());
  const timeoutMs = Math.min(defaultLimits.resolveMs, remainingMs());
  const { step, addresses } = await resolveHost(server, options.policy, options.resolve, { timeoutMs });
  if (step.failure !== null) throw new StepError(step.failure.code);
  const { sourceAddresses, ca, maxBytes } = options;
  const conversation = new Conversation(
    {
      ...server,
      addresses,
      sourceAddresses,
      ca,
      ehloName: null,
      credentials: null,
      rule: noRule,
      limits: { ...defaultLimits, deadlineMs: remainingMs(), connectMs, maxBytes },
    },
    { onStep: () => {}, onChunk: () => {} },
  );
  try {
    await connectSocket(conversation);
    const socket = await handshakeTls(conversation, false);
    const { certificate } = conversation.report;
    const failed = certificate === null ? 'tls-failed' : judgeCertificate(certificate, noRule).failure;
    if (failed !== null) throw new StepError(failed);
    return await conversation.step('request', () => ask(socket));
  } finally {
    conversation.socket?.destroy();
  }
}
