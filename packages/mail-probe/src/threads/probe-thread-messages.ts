import type { ConversationOutcome, ConversationRequest, StepEvent } from '../conversation/conversation.js';

/** A message of the pool to a thread. */
export type ToThread =
  | { readonly kind: 'run'; readonly id: number; readonly request: ConversationRequest }
  | { readonly kind: 'abort'; readonly id: number }
  | { readonly kind: 'ping' };

/** A message of a thread to the pool. `failed` is an unexpected error; a conversation ends with `outcome`. */
export type FromThread =
  | { readonly kind: 'step'; readonly id: number; readonly event: StepEvent }
  | { readonly kind: 'outcome'; readonly id: number; readonly outcome: ConversationOutcome }
  | { readonly kind: 'failed'; readonly id: number; readonly cause: string }
  | { readonly kind: 'pong' };

/** Shared memory that the pool can read while the thread is stuck: the id of the conversation whose bytes were parsed last. */
export type ThreadData = { readonly parsedLast: Int32Array };
