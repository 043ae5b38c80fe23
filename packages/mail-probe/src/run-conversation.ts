import type { EndpointName } from '@postern/core/endpoint-name';
import {
  Conversation,
  type ConversationOutcome,
  type ConversationRequest,
  type StepEvent,
} from './conversation.js';
import { probeExchange } from './probe-exchange.js';
import { probeImap } from './probe-imap.js';
import { probeSmtp } from './probe-smtp.js';
import { StepError } from './step-error.js';
import { trustRoots } from './trust-roots.js';
import { lookForOtherMode } from './wrong-security-mode.js';

/** A probe: one conversation over the guarded socket, step by step. Throws the `StepError` of the step that failed. */
export type Probe = (conversation: Conversation) => Promise<void>;

export type RunOptions = {
  readonly onStep: (event: StepEvent) => void;
  readonly signal: AbortSignal | undefined;
  /** Called with every chunk before it is parsed. */
  readonly onChunk?: () => void;
};

/** Runs conversations here or elsewhere. Rejects only when its signal is aborted. */
export type ConversationRunner = (
  request: ConversationRequest,
  options: RunOptions,
) => Promise<ConversationOutcome>;

const probes: Readonly<Record<EndpointName, Probe>> = {
  imap: probeImap,
  smtp: probeSmtp,
  exchange: probeExchange,
};

/** How long a server may take to answer our good-bye before the connection is dropped. */
const farewellMs = 500;

/**
 * Runs one conversation in this thread, to its end or its deadline, and returns what it came to. A failure that smells
 * of the wrong TLS mode gets a second look in the other one, without a password and within the same deadline.
 */
export const runConversation: ConversationRunner = async (
  request,
  { onStep, signal, onChunk = () => {} },
) => {
  signal?.throwIfAborted();
  const conversation = new Conversation(request, { onStep, onChunk });
  let current = conversation;
  const abort = () => current.socket?.cutWith(new StepError('unknown'));
  signal?.addEventListener('abort', abort);
  try {
    const failed = await converse(conversation);
    signal?.throwIfAborted();
    if (failed !== null) {
      const found = await lookForOtherMode(conversation, failed, async (other) => {
        current = other;
        return await converse(other);
      });
      if (found !== null) conversation.correctFailure(found);
      onStep(conversation.lastEvent());
    }
  } finally {
    signal?.removeEventListener('abort', abort);
  }
  signal?.throwIfAborted();
  return conversation.outcome();
};

/** One conversation, and its connection taken down; returns why it failed, if it did. */
async function converse(conversation: Conversation): Promise<StepError | null> {
  try {
    // Built once a thread, in some 100 ms; no step shall be blamed for it.
    trustRoots(conversation.request.ca);
    await probes[conversation.request.endpoint](conversation);
    leave(conversation);
    return null;
  } catch (error) {
    conversation.socket?.destroy();
    if (error instanceof StepError) return error;
    return await recordSurprise(conversation, error);
  }
}

/** Nothing but steps should throw. If something does, it is recorded as a step that failed as `unknown`. */
async function recordSurprise(conversation: Conversation, error: unknown): Promise<StepError> {
  const failed = conversation.step('connect', () => Promise.reject(error));
  return await failed.then(
    () => new StepError('unknown'),
    (reason: unknown) => (reason instanceof StepError ? reason : new StepError('unknown')),
  );
}

function leave({ socket }: Conversation): void {
  if (socket === null || socket.destroyed) return;
  socket.endPhase();
  const drop = setTimeout(() => socket.destroy(), farewellMs).unref();
  socket.once('close', () => clearTimeout(drop));
  // Nobody reads the good-bye, but unread bytes would keep the connection open.
  socket.resume();
}
