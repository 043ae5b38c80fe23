import { parseDomainName } from '@postern/core/domain-name';
import type { MailServers } from '@postern/core/mail-settings';
import type { EntityManager } from '@postern/database/database';
import { MailSettings } from '@postern/database/entities/mail-settings';
import { newId } from '@postern/database/id';
import { serverColumns } from '@postern/database/server-columns';

const mostAttempts = 100;

/**
 * Shows the admin that a user tried to connect on a domain nobody configured, with the servers tried (R9). An attempt
 * is replaced by the next on its domain; settings of an admin are never touched; the newest 100 are kept.
 */
export async function recordAttempt(
  em: EntityManager,
  accountId: string,
  actor: string,
  domain: string,
  servers: MailServers,
): Promise<void> {
  const parsed = parseDomainName(domain);
  const columns = { ...serverColumns(servers), updatedBy: actor, updatedAt: new Date() };
  const known = await em.nativeUpdate(MailSettings, { accountId, domain, origin: 'attempt' }, columns);
  if (known > 0) return;
  await em.upsert(
    MailSettings,
    {
      ...columns,
      id: newId(),
      accountId,
      domain,
      displayDomain: parsed.ok ? parsed.displayDomain : domain,
      origin: 'attempt',
      createdBy: actor,
    },
    { onConflictFields: ['accountId', 'domain'], onConflictAction: 'ignore' },
  );
  await em.execute(
    `delete from mail_settings where id in (
       select id from mail_settings where account_id = ? and origin = 'attempt' order by updated_at desc offset ?)`,
    [accountId, mostAttempts],
  );
}
