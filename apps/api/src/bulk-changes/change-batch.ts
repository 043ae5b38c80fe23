import { LockMode } from '@mikro-orm/core';
import type { BulkAction, BulkFailure, BulkFailureCode, SelectedDomain } from '@postern/core/bulk-change';
import type { MailServers } from '@postern/core/mail-settings';
import type { EntityManager } from '@postern/database/database';
import { MailSettings } from '@postern/database/entities/mail-settings';
import { actorName } from '@postern/database/functions/actor-name';
import { queueManyVerifications } from '@postern/database/functions/queue-verifications';
import { recordSaves } from '@postern/database/functions/record-event';
import { saveManySettings } from '@postern/database/functions/save-mail-settings';
import { serversOf } from '@postern/database/server-columns';
import type { AccountCaller } from '../access/permission.js';
import { removeSettings, saverOf } from '../mail-settings/save-mail-settings.js';
import { isPending, serversToChange } from './select-settings.js';

/** What a batch did: how many domains are as they were wanted, and why others were left as they are. */
export type BatchResult = { readonly changed: number; readonly failures: readonly BulkFailure[] };

/** Changes the domains of a batch in the caller's transaction. A domain whose revision is another one is left as it is. */
export async function changeBatch(
  em: EntityManager,
  caller: AccountCaller,
  action: BulkAction,
  targets: readonly SelectedDomain[],
): Promise<BatchResult> {
  const found = await em.find(
    MailSettings,
    { accountId: caller.accountId, domain: { $in: targets.map(({ domain }) => domain) } },
    // One order for all batches, so that two never wait for each other.
    { lockMode: LockMode.PESSIMISTIC_WRITE, orderBy: { domain: 'asc' } },
  );
  const rows = new Map(found.map((row) => [row.domain, row]));
  const failures: BulkFailure[] = [];
  const changing: MailSettings[] = [];
  for (const target of targets) {
    const row = rows.get(target.domain);
    const code = refusalOf(action, target, row);
    if (code === null) changing.push(row!);
    else failures.push({ domain: target.domain, code });
  }
  if (changing.length > 0) await changeRows(em, caller, action, changing);
  return { changed: changing.length, failures };
}

function refusalOf(
  action: BulkAction,
  { revision }: SelectedDomain,
  row: MailSettings | undefined,
): BulkFailureCode | null {
  if (row === undefined) return 'not-found';
  if (revision !== undefined && revision !== row.revision) return 'revision-is-stale';
  if (action.action !== 'set-host') return null;
  if (row.origin === 'attempt') return 'user-attempt';
  return serversToChange(action, row).length === 0 ? 'host-not-used' : null;
}

async function changeRows(
  em: EntityManager,
  caller: AccountCaller,
  action: BulkAction,
  rows: readonly MailSettings[],
): Promise<void> {
  if (action.action === 'delete') return removeSettings(em, caller, rows);
  if (action.action === 'verify') {
    const waiting = rows.filter((row) => !isPending(row.verificationState));
    const wanted = waiting.map((row) => ({ ...identityOf(row), servers: serversOf(row) }));
    return queueManyVerifications(em, saverOf(caller), wanted);
  }
  const writes = rows.map((row) => ({
    ...identityOf(row),
    revision: row.revision + 1,
    servers: withHost(serversOf(row), serversToChange(action, row), action.to),
    before: { ...serversOf(row), origin: row.origin },
  }));
  await saveManySettings(em, saverOf(caller), writes);
  await recordSaves(em, caller.accountId, await actorName(em, caller.holderId), writes);
}

function identityOf({ id, domain, revision }: MailSettings) {
  return { id, domain, revision };
}

function withHost(servers: MailServers, changed: readonly ('imap' | 'smtp')[], host: string): MailServers {
  if (servers.kind === 'exchange') return servers;
  const { imap, smtp, ...rest } = servers;
  return {
    ...rest,
    imap: changed.includes('imap') ? { ...imap, host } : imap,
    smtp: changed.includes('smtp') ? { ...smtp, host } : smtp,
  };
}
