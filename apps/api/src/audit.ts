import type { AuditAction } from '@postern/core/audit-event';
import type { EntityManager } from '@postern/database/database';
import { AuditEvent } from '@postern/database/entities/audit-event';
import { newId } from '@postern/database/id';
import type { AccountCaller } from './access/permission.js';

type Change = {
  readonly action: AuditAction;
  readonly subject: string;
  readonly before?: object;
  readonly after?: object;
};

/** Who made a change; without a token if a link in a mail made it. */
type Maker = Pick<AccountCaller, 'accountId'> & { readonly holderId: string | null };

/** Writes an audit event in the transaction of the change (B7). `before` and `after` must contain no secret. */
export async function recordChange(
  em: EntityManager,
  maker: Maker,
  actor: string,
  change: Change,
): Promise<void> {
  await recordChanges(em, maker, actor, [change]);
}

/** Writes an audit event for each of many changes. */
export async function recordChanges(
  em: EntityManager,
  { accountId, holderId }: Maker,
  actor: string,
  changes: readonly Change[],
): Promise<void> {
  const rows = changes.map(({ action, subject, before, after }) => ({
    id: newId(),
    accountId,
    actorId: holderId,
    actor,
    action,
    subject,
    before: (before as Record<string, unknown> | undefined) ?? null,
    after: (after as Record<string, unknown> | undefined) ?? null,
  }));
  await em.insertMany(AuditEvent, rows);
}
