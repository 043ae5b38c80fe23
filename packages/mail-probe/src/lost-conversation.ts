import { describeFailure } from '@postern/core/failures/describe-failure';
import type { EndpointReport, Stage, Step } from '@postern/core/verification';
import { emptyReport } from './empty-report.js';
import type { ConversationOutcome, ConversationRequest } from './conversation.js';

/** How a conversation was lost with its thread. */
export type Loss = {
  readonly why: 'stuck' | 'out-of-memory' | 'crashed';
  readonly isGuilty: boolean;
  readonly hasSentPassword: boolean;
  /** The steps that had passed, and when the conversation began. */
  readonly steps: readonly Step[];
  readonly startedAt: number;
  readonly cause: string;
};

const codeOfLoss = {
  stuck: 'deadline-exceeded',
  'out-of-memory': 'limit-exceeded',
  crashed: 'unknown',
} as const;

/** What a conversation came to whose thread had to be ended: the steps it told of, and the next one failed. */
export function lostConversation(request: ConversationRequest, loss: Loss): ConversationOutcome {
  const { endpoint, host, port, tls } = request;
  const code = loss.isGuilty ? codeOfLoss[loss.why] : 'unknown';
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
  return { report, bytesRead: 0, hasSentPassword: loss.hasSentPassword, unknownCause };
}

/** The step that a conversation was in: the one that follows what it told of last. */
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
