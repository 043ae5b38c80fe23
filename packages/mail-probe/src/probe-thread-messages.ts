import type { ConversationOutcome, ConversationRequest, StepEvent } from './conversation.js';

/** What the pool tells a thread. */
export type ToThread =
  | { readonly kind: 'run'; readonly id: number; readonly request: ConversationRequest }
  | { readonly kind: 'abort'; readonly id: number }
  | { readonly kind: 'ping' };

/** What a thread tells the pool. `failed` is a surprise: conversations end as outcomes. */
export type FromThread =
  | { readonly kind: 'step'; readonly id: number; readonly event: StepEvent }
  | { readonly kind: 'outcome'; readonly id: number; readonly outcome: ConversationOutcome }
  | { readonly kind: 'failed'; readonly id: number; readonly cause: string }
  | { readonly kind: 'pong' };

/** Shared with a thread so that it can be read while the thread is stuck: the conversation whose bytes it parsed last. */
export type ThreadData = { readonly atWork: Int32Array };
