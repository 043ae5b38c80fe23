import type { Verification as Answer } from '@postern/core/verification';
import type { Verification } from '@postern/database/entities/verification';

/** A verification as it is answered. */
export function presentVerification(row: Verification): Answer {
  return {
    id: row.id,
    domain: row.domain,
    trigger: row.trigger,
    revision: row.revision ?? null,
    state: row.state,
    createdAt: row.createdAt.toISOString(),
    startedAt: row.startedAt?.toISOString() ?? null,
    finishedAt: row.finishedAt?.toISOString() ?? null,
    failure: row.failure ?? null,
    warnings: row.warnings,
    endpoints: row.endpoints,
  };
}
