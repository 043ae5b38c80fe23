import type { EntityManager } from '@postern/database/database';
import { AuditEvent } from '@postern/database/entities/audit-event';
import { newId } from '@postern/database/id';
import type { AccountCaller } from './access/permission.js';

type AuditedAction =
  | 'mail-settings.created'
  | 'mail-settings.updated'
  | 'mail-settings.deleted'
  | 'account.created'
  | 'account.updated'
  | 'certificate.trusted'
  | 'discovery.started'
  | 'verification.put-back'
  | 'verification.cancelled'
  | 'token.created'
  | 'token.revoked'
  | 'webhook.created'
  | 'webhook.updated'
  | 'webhook.deleted'
  | 'webhook.secret-rotated'
  | 'webhook.tested'
  | 'webhook.redelivered'
  | 'notification-settings.updated'
  | 'mail-recipient.confirmed'
  | 'mail-recipient.removed';

type Change = {
  readonly action: AuditedAction;
  readonly subject: string;
  readonly before?: object;
  readonly after?: object;
};

/** Writes an audit event in the transaction of the change (B7); without a token if a link in a mail made it. `before` and `after` must contain no secret. */
export async function recordChange(
  em: EntityManager,
  { accountId, tokenId }: Pick<AccountCaller, 'accountId'> & { readonly tokenId: string | null },
  actor: string,
  change: Change,
): Promise<void> {
  await em.insert(AuditEvent, {
    id: newId(),
    accountId,
    actorId: tokenId,
    actor,
    action: change.action,
    subject: change.subject,
    before: (change.before as Record<string, unknown> | undefined) ?? null,
    after: (change.after as Record<string, unknown> | undefined) ?? null,
  });
}
