import { parseDomainName } from '@postern/core/domain-name';
import type { MailServers } from '@postern/core/mail-settings';
import type { Discovered } from '@postern/core/provenance';
import type { EntityManager } from '@postern/database/database';
import { MailSettings } from '@postern/database/entities/mail-settings';
import { recordEvent } from '@postern/database/functions/record-event';
import { newId } from '@postern/database/id';
import { serverColumns } from '@postern/database/server-columns';

const mostAttempts = 100;

type Attempt = {
  readonly actor: string;
  readonly domain: string;
  readonly servers: MailServers;
  readonly discovered: Discovered | null;
};

/**
 * Stores an attempt: the servers with which a user tried to connect on a domain without settings, for the admin's list
 * (R9). It replaces an earlier attempt on the domain and never changes an admin's settings. An account keeps its newest
 * 100 attempts.
 */
export async function recordAttempt(
  em: EntityManager,
  accountId: string,
  { actor, domain, servers, discovered }: Attempt,
): Promise<void> {
  const parsed = parseDomainName(domain);
  const columns = { ...serverColumns(servers), discovered, updatedBy: actor, updatedAt: new Date() };
  const known = await em.nativeUpdate(MailSettings, { accountId, domain, origin: 'attempt' }, columns);
  if (known > 0) return;
  const id = newId();
  await em.upsert(
    MailSettings,
    {
      ...columns,
      id,
      accountId,
      domain,
      displayDomain: parsed.ok ? parsed.displayDomain : domain,
      origin: 'attempt',
      createdBy: actor,
    },
    { onConflictFields: ['accountId', 'domain'], onConflictAction: 'ignore' },
  );
  const isNew = (await em.count(MailSettings, { id })) > 0;
  const payload = { actor, servers };
  if (isNew) await recordEvent(em, accountId, { type: 'attempt.seen', domain, payload });
  await em.execute(
    `delete from mail_settings where id in (
       select id from mail_settings where account_id = ? and origin = 'attempt' order by updated_at desc offset ?)`,
    [accountId, mostAttempts],
  );
}
