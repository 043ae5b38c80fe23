import type { Verification as Answer } from '@postern/core/verification';
import type { Wait } from '@postern/core/queue';
import type { Verification } from '@postern/database/entities/verification';
import type { Followed } from './stream-progress.js';

/** The JSON of a row of a verification, with what it waits for while it is queued. */
export function presentVerification(row: Verification, wait: Wait | null = null): Answer {
  return {
    id: row.id,
    domain: row.domain,
    trigger: row.trigger,
    revision: row.revision ?? null,
    state: row.state,
    ...(wait === null ? {} : { wait }),
    createdAt: row.createdAt.toISOString(),
    startedAt: row.startedAt?.toISOString() ?? null,
    finishedAt: row.finishedAt?.toISOString() ?? null,
    failure: row.failure ?? null,
    warnings: row.warnings,
    endpoints: row.endpoints,
  };
}

/** The steps of each endpoint, until the verification has ended. */
export const followedSteps: Followed<Answer> = {
  event: 'step',
  lists: ({ endpoints }) => endpoints.map(({ endpoint, steps }) => steps.map((step) => ({ endpoint, step }))),
  isDone: ({ state }) => state !== 'queued' && state !== 'running',
};
