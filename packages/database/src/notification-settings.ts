import type { EventType, MailedType } from '@postern/core/event';
import type { Digest } from '@postern/core/notification-settings';
import type { DeliveryState } from '@postern/core/webhook';
import { inAccount, type Database, type EntityManager } from './database.js';
import { queueConfirmation } from './functions/compose-mail.js';
import { newId } from './id.js';
import type { MailLink } from './mail-link.js';

/** How long the link of a confirmation works. Later the recipient has to be named again. */
const confirmWithin = `interval '7 days'`;

export type StoredSettings = { readonly events: readonly EventType[] | null; readonly digest: Digest };
export type RecipientRow = {
  readonly email: string;
  readonly confirmedAt: string | null;
  readonly lastMail: {
    readonly state: DeliveryState;
    readonly at: string;
    readonly attempts: number;
    readonly failure: string | null;
  } | null;
};

/** Reads what an account has chosen; null for the events means all. Null before anything was chosen. */
export async function readSettings(em: EntityManager, accountId: string): Promise<StoredSettings | null> {
  const [row] = await em.execute<StoredSettings[]>(
    'select events, digest from notification_settings where account_id = ?',
    [accountId],
  );
  return row ?? null;
}

/** The recipients of an account in the order of their names, with their newest mail. */
export function listRecipients(em: EntityManager, accountId: string): Promise<RecipientRow[]> {
  return em.execute<RecipientRow[]>(
    `select r.email, r.confirmed_at as "confirmedAt", (
       select jsonb_build_object('state', d.state, 'at', m.at, 'attempts', d.attempts, 'failure', d.failure)
       from delivery d join mail m on m.id = d.mail_id where d.recipient_id = r.id order by d.id desc limit 1) as "lastMail"
     from mail_recipient r where r.account_id = ? order by r.email collate "C"`,
    [accountId],
  );
}

/**
 * Replaces the settings of an account in the caller's transaction. A new recipient is sent a link to confirm with, and so
 * is one whose link has expired. What waits for a recipient that is no longer named is never sent.
 */
export async function saveSettings(
  em: EntityManager,
  accountId: string,
  { emails, events, digest }: StoredSettings & { readonly emails: readonly string[] },
): Promise<void> {
  await em.execute(
    `insert into notification_settings (account_id, events, digest) values (?, ?::jsonb, ?)
     on conflict (account_id) do update set events = excluded.events, digest = excluded.digest`,
    [accountId, events === null ? null : JSON.stringify(events), digest],
  );
  await em.execute(
    `delete from mail_recipient where account_id = ? and (email not in (select jsonb_array_elements_text(?::jsonb))
       or (confirmed_at is null and created_at < now() - ${confirmWithin}))`,
    [accountId, JSON.stringify(emails)],
  );
  for (const email of new Set(emails)) {
    const added = await em.execute<{ id: string }[]>(
      `insert into mail_recipient (id, account_id, email) values (?, ?, ?) on conflict do nothing returning id`,
      [newId(), accountId, email],
    );
    for (const { id } of added) await queueConfirmation(em, accountId, id);
  }
}

/** Confirms a recipient and returns its address; null if the link has expired or the recipient was removed. */
export async function confirmRecipient(em: EntityManager, link: MailLink): Promise<string | null> {
  const [row] = await em.execute<{ email: string }[]>(
    `update mail_recipient set confirmed_at = coalesce(confirmed_at, now())
     where id = ? and (confirmed_at is not null or created_at > now() - ${confirmWithin}) returning email`,
    [link.recipientId],
  );
  return row?.email ?? null;
}

/** Removes a recipient with what waits for it and returns its address; null if it was removed before. */
export async function removeRecipient(em: EntityManager, link: MailLink): Promise<string | null> {
  const [row] = await em.execute<{ email: string }[]>(
    'delete from mail_recipient where id = ? returning email',
    [link.recipientId],
  );
  return row?.email ?? null;
}

/** One change, or several of the same kind, with the domains that they concern. */
export type MailGroup = {
  readonly type: MailedType;
  /** Of the first event, RFC 3339. */
  readonly at: string;
  /** Of the newest event. */
  readonly payload: Readonly<Record<string, unknown>>;
  /** The number of events. */
  readonly times: number;
  /** At most 200, sorted. */
  readonly domains: readonly string[];
  readonly domainCount: number;
};

/** A mail for one recipient. */
export type LoadedMail = {
  readonly recipientId: string;
  readonly email: string;
  readonly account: string;
  readonly purpose: 'confirmation' | 'events';
  readonly groups: readonly MailGroup[];
  /** The number of further changes, which `groups` does not list. */
  readonly leftOut: number;
  /** When the mail was made, RFC 3339. */
  readonly at: string;
};

/** Reads what a claimed delivery sends; `null` if its recipient was removed since. */
export async function loadMail(
  database: Database,
  accountId: string,
  deliveryId: string,
): Promise<LoadedMail | null> {
  const [row] = await inAccount(database, accountId).execute<LoadedMail[]>(
    `select r.id as "recipientId", r.email, a.name as account, m.purpose, m.groups, m.left_out as "leftOut", m.at
     from delivery d join mail m on m.id = d.mail_id join mail_recipient r on r.id = d.recipient_id
       join account a on a.id = d.account_id where d.id = ?`,
    [deliveryId],
  );
  return row === undefined ? null : { ...row, at: new Date(row.at).toISOString() };
}
