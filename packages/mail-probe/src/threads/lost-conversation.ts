import { describeFailure } from '@postern/core/failures/describe-failure';
import { emptyReport, type EndpointReport, type Stage, type Step } from '@postern/core/verification';
import type { ConversationOutcome, ConversationRequest } from '../conversation/conversation.js';

/** A conversation whose thread ended before the conversation did. */
export type Loss = {
  readonly why: 'stuck' | 'out-of-memory' | 'crashed';
  /**
   * Whether the last bytes that the thread parsed belong to this conversation, so that they probably are the cause.
   */
  readonly isCause: boolean;
  readonly hasSentSecret: boolean;
  /** The steps that had passed, and the start of the conversation (`performance.now()`). */
  readonly steps: readonly Step[];
  readonly startedAt: number;
  readonly cause: string;
};

const codeOfLoss = {
  stuck: 'limit-exceeded',
  'out-of-memory': 'limit-exceeded',
  crashed: 'unknown',
} as const;

/**
 * Returns the outcome of a conversation whose thread was terminated: the steps that it had reported, and the next
 * step as failed.
 */
export function lostConversation(request: ConversationRequest, loss: Loss): ConversationOutcome {
  const { endpoint, host, port, tls } = request;
  const code = loss.isCause ? codeOfLoss[loss.why] : 'unknown';
  const supportId = crypto.randomUUID();
  const stage = nextStage(request, loss.steps);
  const failure = describeFailure(
    code,
    stage,
    { endpoint, host, port, tls },
    code === 'unknown' ? { supportId } : {},
  );
  const spentMs = loss.steps.reduce((sum, { durationMs }) => sum + durationMs, 0);
  const durationMs = Math.max(0, Math.round(performance.now() - loss.startedAt - spentMs));
  const report: EndpointReport = {
    ...emptyReport(request),
    steps: [...loss.steps, { stage, state: 'failed', durationMs, facts: {}, failure }],
  };
  const unknownCause =
    code === 'unknown' ? { supportId, endpoint, cause: `thread ${loss.why}: ${loss.cause}` } : null;
  return { report, bytesRead: 0, hasSentSecret: loss.hasSentSecret, unknownCause, shortage: null };
}

/** Returns the step that was running: the one after the last reported step. */
function nextStage({ endpoint, tls }: ConversationRequest, steps: readonly Step[]): Stage {
  const implicit: Stage[] = ['connect', 'tls', 'greeting', 'capability', 'authenticate'];
  const upgraded: Stage[] = [
    'connect',
    'greeting',
    'capability',
    'starttls',
    'tls',
    'capability',
    'authenticate',
  ];
  const order =
    endpoint === 'exchange'
      ? (['connect', 'tls', 'request', 'authenticate'] as const)
      : tls === 'implicit'
        ? implicit
        : upgraded;
  return order[Math.min(steps.length, order.length - 1)]!;
}
