import type { EndpointName } from '@postern/core/endpoint-name';
import { Conversation, type ConversationRunner, type StepEvent } from './conversation/conversation.js';
import { mayNeedFiniteField } from './conversation/finite-field-exchange.js';
import { recogniseFirstBytes } from './conversation/first-bytes.js';
import { StepError } from './conversation/step-error.js';
import { trustRoots } from './conversation/trust-roots.js';
import { probeExchange } from './exchange/probe-exchange.js';
import { probeImap } from './imap/probe-imap.js';
import { probeSmtp } from './smtp/probe-smtp.js';

/** Probes one server over the guarded socket, step by step. Throws the `StepError` of the step that failed. */
type Probe = (conversation: Conversation) => Promise<void>;

const probes: Readonly<Record<EndpointName, Probe>> = {
  imap: probeImap,
  smtp: probeSmtp,
  exchange: probeExchange,
};

const protocolOf = { imap: 'IMAP', smtp: 'SMTP', exchange: 'HTTP' } as const;

/** How long a server may take to answer LOGOUT or QUIT before the connection is dropped, in milliseconds. */
const logoutGraceMs = 500;

/**
 * Runs one conversation in this thread, to its end or its deadline. If the failure suggests a wrong TLS mode, the
 * server is probed once more in the other mode, without a password and within the same deadline.
 */
export const runConversation: ConversationRunner = async (
  request,
  { onStep, signal, tooCostly, onChunk = () => {} },
) => {
  signal?.throwIfAborted();
  let conversation = new Conversation(request, { onStep, onChunk });
  let current = conversation;
  const abort = () => current.socket?.cutWith(new StepError('unknown'));
  const cut = () => current.socket?.cutWith(new StepError('limit-exceeded'));
  signal?.addEventListener('abort', abort);
  tooCostly?.addEventListener('abort', cut);
  try {
    let failed = await converse(conversation);
    signal?.throwIfAborted();
    if (failed !== null && mayNeedFiniteField(failed) && !conversation.hasSentSecret) {
      const other = withFiniteField(conversation);
      current = other;
      const otherFailed = await converse(other);
      signal?.throwIfAborted();
      if (otherFailed === null || !mayNeedFiniteField(otherFailed)) {
        conversation = other;
        failed = otherFailed;
      }
    }
    if (failed !== null && conversation.shortage === null) {
      const found = await probeOtherMode(conversation, failed, async (other) => {
        current = other;
        return await converse(other);
      });
      if (found !== null) conversation.correctFailure(found);
      onStep(conversation.lastEvent());
    }
  } finally {
    signal?.removeEventListener('abort', abort);
    tooCostly?.removeEventListener('abort', cut);
  }
  signal?.throwIfAborted();
  return conversation.outcome();
};

/**
 * Returns the same conversation once more, within the same deadline, offering finite-field Diffie-Hellman alone. Steps
 * that the first one has reported are not reported again.
 */
function withFiniteField({ request, report, listener, remainingMs }: Conversation): Conversation {
  const limits = { ...request.limits, deadlineMs: remainingMs, loginDeadlineMs: remainingMs };
  let known = report.steps.filter(({ state }) => state === 'passed').length;
  const onStep = (event: StepEvent): void => {
    known -= 1;
    if (known < 0) listener.onStep(event);
  };
  return new Conversation({ ...request, limits, isFiniteField: true }, { ...listener, onStep });
}

/** Runs the probe and closes its connection; returns the failure, or null if there was none. */
async function converse(conversation: Conversation): Promise<StepError | null> {
  try {
    // The trust roots are built before the first step. A thread needs about 100 ms for it, which must not count as
    // the duration of a step.
    trustRoots(conversation.request.ca);
    await probes[conversation.request.endpoint](conversation);
    closeConnection(conversation);
    return null;
  } catch (error) {
    conversation.socket?.destroy();
    if (error instanceof StepError) return error;
    return await recordUnexpectedError(conversation, error);
  }
}

/**
 * Returns the `StepError` of a failed probe. Any other error is unexpected and recorded as a step that failed as
 * `unknown`.
 */
async function recordUnexpectedError(conversation: Conversation, error: unknown): Promise<StepError> {
  const failed = conversation.step('connect', () => Promise.reject(error));
  return await failed.then(
    () => new StepError('unknown'),
    (reason: unknown) => (reason instanceof StepError ? reason : new StepError('unknown')),
  );
}

function closeConnection({ socket }: Conversation): void {
  if (socket === null || socket.destroyed) return;
  socket.endPhase();
  const drop = setTimeout(() => socket.destroy(), logoutGraceMs).unref();
  socket.once('close', () => clearTimeout(drop));
  // The answer to LOGOUT or QUIT is not needed, but it must be read, because unread bytes would keep the connection
  // open.
  socket.resume();
}

/**
 * Probes the server once in the other TLS mode. TLS to a plain-text port fails at once; STARTTLS on a TLS port
 * waits for a greeting that never comes. Returns a failure that is more specific than `failed`, or null to keep
 * `failed`.
 */
async function probeOtherMode(
  first: Conversation,
  failed: StepError,
  run: (conversation: Conversation) => Promise<StepError | null>,
): Promise<StepError | null> {
  if (!mayBeOtherMode(first, failed) || first.remainingMs < first.request.limits.connectMs) return null;
  const { request } = first;
  const other = new Conversation(
    {
      ...request,
      tls: request.tls === 'implicit' ? 'starttls' : 'implicit',
      addresses: first.report.address === null ? [] : [first.report.address],
      credentials: null,
      limits: { ...request.limits, deadlineMs: first.remainingMs },
    },
    { onStep: () => {}, onChunk: first.listener.onChunk },
  );
  const otherFailed = await run(other);
  const passed = new Set(
    other.report.steps.filter(({ state }) => state === 'passed').map(({ stage }) => stage),
  );
  if (passed.has('tls') && passed.has('greeting')) {
    return new StepError('wrong-security-mode', { suggestion: other.request.tls });
  }
  const saysMore = otherFailed?.code === 'not-this-protocol' || passed.has('capability');
  if (saysMore && otherFailed?.code !== 'unknown') return otherFailed;
  return answersWithoutTls(first, failed) ? new StepError('tls-failed') : null;
}

function mayBeOtherMode(conversation: Conversation, failed: StepError): boolean {
  const { endpoint, tls } = conversation.request;
  if (endpoint === 'exchange') return false;
  if (tls === 'starttls') return failed.code === 'server-silent' || failed.facts.answered === 'TLS';
  // A server that answers in TLS records, even with an alert, uses the configured mode.
  const answersInTls = recogniseFirstBytes(conversation.connected.firstBytes) === 'TLS';
  const isUnclear = failed.code === 'tls-failed' || failed.code === 'tls-silent';
  return (isUnclear && !answersInTls) || answersWithoutTls(conversation, failed);
}

/** Whether a server answered the TLS handshake in plain text of the expected protocol. */
function answersWithoutTls({ request }: Conversation, { code, facts }: StepError): boolean {
  return (
    code === 'not-this-protocol' &&
    facts.answered === protocolOf[request.endpoint] &&
    request.tls === 'implicit'
  );
}
