import type { MailServers } from '@postern/core/mail-settings';
import type { Discovered } from '@postern/core/provenance';
import type { BareServers } from '@postern/core/servers-key';
import type { EntityManager } from './database.js';
import { newId } from './id.js';

/** Servers that a trusted source publishes in place of the saved ones; a candidate of a discovery, by its rank. */
type OtherServers = {
  readonly rank: number;
  readonly servers: BareServers;
  readonly discovered: Discovered;
};

/** What a discovery says of saved servers. `unknown`: a source that counts more has not answered. */
export type Published = 'unknown' | 'same' | OtherServers;

/** The servers of the settings `s` in the form of `server_hint.servers`. */
const storedServers = `case s.kind
  when 'imap' then jsonb_build_object('kind', s.kind,
    'imap', jsonb_build_object('host', s.imap_host, 'port', s.imap_port, 'tls', s.imap_tls),
    'smtp', jsonb_build_object('host', s.smtp_host, 'port', s.smtp_port, 'tls', s.smtp_tls))
  else jsonb_build_object('kind', s.kind, 'exchange', jsonb_build_object('url', s.exchange_url)) end`;

/**
 * Whether the hint `h` about the settings `s` is shown: its servers differ, their last check passed, and no admin dismissed
 * them.
 */
export const isHintShown = `h.settings_id = s.id and h.dismissed_at is null and h.servers ->> 'kind' = s.kind
  and h.servers <> ${storedServers}
  and exists (select 1 from verification v where v.id = h.verification_id and v.state = 'passed')`;

/** Whether a hint about the settings with this alias is shown, as SQL. */
export function hintExists(settings: string): string {
  return `exists (select 1 from server_hint h, mail_settings s where s.id = ${settings}.id and ${isHintShown})`;
}

/**
 * Notes what a discovery says of settings, unless they were edited since it began. Other servers become a hint, which is
 * shown once the check passes that `tryServers` queues. Returns that check; null if none is needed.
 */
export async function noteHint(
  em: EntityManager,
  settings: { readonly id: string; readonly revision: number },
  published: Published,
  tryServers: (servers: MailServers) => Promise<string>,
): Promise<{ readonly rank: number; readonly verification: string } | null> {
  if (published === 'unknown') return null;
  if (published === 'same') {
    await em.execute('delete from server_hint where settings_id = ? and dismissed_at is null', [settings.id]);
    return null;
  }
  const { rank, discovered } = published;
  const servers = JSON.stringify(published.servers);
  await em.execute(
    'delete from server_hint where settings_id = ? and dismissed_at is null and servers <> ?::jsonb',
    [settings.id, servers],
  );
  const [dismissed] = await em.execute<unknown[]>(
    'select 1 from server_hint where settings_id = ? and servers = ?::jsonb and dismissed_at is not null',
    [settings.id, servers],
  );
  if (dismissed !== undefined) return null;
  const verification = await tryServers(strict(published.servers));
  await em.execute(
    `insert into server_hint (id, settings_id, account_id, servers, discovered, verification_id)
     select ?, s.id, s.account_id, ?, ?, ? from mail_settings s where s.id = ? and s.revision = ?
     on conflict (settings_id, servers) do update
       set discovered = excluded.discovered, verification_id = excluded.verification_id`,
    [newId(), servers, JSON.stringify(discovered), verification, settings.id, settings.revision],
  );
  return { rank, verification };
}

/** A proposal never allows a certificate that no authority has signed. */
function strict(servers: BareServers): MailServers {
  return servers.kind === 'imap' ? { ...servers, allowNonSecureCertificate: false } : servers;
}

/** A hint as it is shown. */
export type ServerHint = {
  readonly id: string;
  readonly servers: BareServers;
  readonly discovered: Discovered;
  readonly verification: string;
};

/** Reads the hint about settings that is shown; null if there is none. */
export async function readHint(em: EntityManager, settingsId: string): Promise<ServerHint | null> {
  const [hint] = await em.execute<ServerHint[]>(
    `select h.id, h.servers, h.discovered, h.verification_id as verification
     from mail_settings s, server_hint h where s.id = ? and ${isHintShown} order by h.id desc limit 1`,
    [settingsId],
  );
  return hint ?? null;
}

/** Which source named servers that are a hint about these settings; null if they are none. */
export async function sourceOfHint(
  em: EntityManager,
  settingsId: string,
  servers: BareServers,
): Promise<Discovered | null> {
  const [hint] = await em.execute<{ discovered: Discovered }[]>(
    'select discovered from server_hint where settings_id = ? and servers = ?::jsonb',
    [settingsId, JSON.stringify(servers)],
  );
  return hint?.discovered ?? null;
}

/** Dismisses a hint: its servers are not shown again. Returns them; null if there is no such hint. */
export async function dismissHint(
  em: EntityManager,
  settingsId: string,
  id: string,
): Promise<BareServers | null> {
  const [hint] = await em.execute<{ servers: BareServers }[]>(
    `update server_hint set dismissed_at = now() where settings_id = ? and id = ? and dismissed_at is null
     returning servers`,
    [settingsId, id],
  );
  return hint?.servers ?? null;
}
