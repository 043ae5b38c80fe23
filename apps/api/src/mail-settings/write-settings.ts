import { parseDomainName } from '@postern/core/domain-name';
import type { MailServers } from '@postern/core/mail-settings';
import { serversIn, serverAddress } from '@postern/core/server';
import type { Database, EntityManager } from '@postern/database/database';
import { MailSettings } from '@postern/database/entities/mail-settings';
import { newId } from '@postern/database/id';
import { preparedQuery } from '@postern/database/prepared-query';
import { currentTraceparent } from '@postern/jobs/tracing';
import type { AccountCaller } from '../access/permission.js';
import type { QueuedJob } from '@postern/jobs/verification-queue';
import { sweepAfterSeconds } from '../verifications/queue-verification.js';

/** A domain's settings as they are to be: new at revision 1, otherwise a change of the row with this id. */
export type SettingsWrite = {
  readonly id: string;
  readonly domain: string;
  readonly servers: MailServers;
  readonly revision: number;
  /** What the audit shows as the state before; null for new settings. */
  readonly before: object | null;
};

/** Settings as they are now stored, and the verification to enqueue once the write is committed. */
export type StoredSettings = { readonly settings: MailSettings; readonly queued: QueuedJob };

type SavedRow = { written: number; settings: Record<string, unknown> | null; home: string };

/**
 * Creates a domain's settings in one round trip, and in a transaction of its own; `null` if the domain is there
 * already, in which case nothing is written.
 */
export async function createSettings(
  database: Database,
  caller: AccountCaller,
  wanted: SettingsWrite,
): Promise<StoredSettings | null> {
  const values = valuesOf(caller, [wanted], sweepAfterSeconds);
  const [row] = await preparedQuery<Omit<SavedRow, 'written'>>(database, saveStatement, values);
  return stored(database.em.fork(), row!);
}
const saveStatement = {
  name: 'save-mail-settings',
  text: 'select settings, home from save_mail_settings($1, $2, $3, $4, $5)',
};

/** Like `createSettings` in the caller's transaction, for new settings and for a change of a row that it has locked. */
export async function saveSettings(
  em: EntityManager,
  caller: AccountCaller,
  wanted: SettingsWrite,
): Promise<StoredSettings | null> {
  const [row] = await em.execute<Omit<SavedRow, 'written'>[]>(
    'select settings, home from save_mail_settings(?, ?, ?, ?, ?)',
    valuesOf(caller, [wanted], sweepAfterSeconds),
  );
  return stored(em, row!);
}

/**
 * Writes many in the caller's transaction, for the sweeper to enqueue. Returns how many were written: new settings
 * whose domain is there already are skipped.
 */
export async function saveManySettings(
  em: EntityManager,
  caller: AccountCaller,
  wanted: readonly SettingsWrite[],
): Promise<number> {
  if (wanted.length === 0) return 0;
  const [row] = await em.execute<Pick<SavedRow, 'written'>[]>(
    'select written from save_mail_settings(?, ?, ?, ?, ?)',
    valuesOf(caller, wanted, 0),
  );
  return row!.written;
}

function valuesOf(
  { accountId, tokenId }: AccountCaller,
  wanted: readonly SettingsWrite[],
  enqueueAfterSeconds: number,
): unknown[] {
  const rows = wanted.map(({ id, domain, servers: settings, revision, before }) => {
    const servers = serversIn(settings);
    return {
      settingsId: id,
      domain,
      displayDomain: displayName(domain),
      servers: settings,
      revision,
      before,
      trigger: 'save',
      targets: servers,
      addresses: servers.map(serverAddress),
      verificationId: newId(),
      auditId: newId(),
    };
  });
  return [accountId, tokenId, enqueueAfterSeconds, currentTraceparent(), JSON.stringify(rows)];
}

function stored(
  em: EntityManager,
  { settings: columns, home }: Omit<SavedRow, 'written'>,
): StoredSettings | null {
  if (columns === null) return null;
  const settings = em.map(MailSettings, columns);
  return { settings, queued: { id: settings.verificationId!, dataCenter: home } };
}

function displayName(domain: string): string {
  const parsed = parseDomainName(domain);
  return parsed.ok ? parsed.displayDomain : domain;
}
