import type { ConversationOutcome, ConversationRequest, StepEvent } from '../conversation/conversation.js';

/** A message from the pool to a thread. */
export type ToThread =
  | { readonly kind: 'run'; readonly id: number; readonly request: ConversationRequest }
  | { readonly kind: 'abort'; readonly id: number }
  | { readonly kind: 'ping' };

/**
 * A message from a thread to the pool. `failed` reports an unexpected error; a conversation normally ends with
 * `outcome`.
 */
export type FromThread =
  | { readonly kind: 'step'; readonly id: number; readonly event: StepEvent }
  | { readonly kind: 'outcome'; readonly id: number; readonly outcome: ConversationOutcome }
  | { readonly kind: 'failed'; readonly id: number; readonly cause: string }
  | { readonly kind: 'pong' };

/**
 * Memory that a thread shares with the pool: the id of the conversation whose bytes it parsed last. The pool can
 * read it while the thread is stuck.
 */
export type ThreadData = { readonly parsedLast: Int32Array };
