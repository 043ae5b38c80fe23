import { parseDomainName } from '@postern/core/domain-name';
import type { MailServers } from '@postern/core/mail-settings';
import type { Discovered } from '@postern/core/provenance';
import type { QueuedJob } from '@postern/core/queued-job';
import { serverAddress, serversIn } from '@postern/core/server';
import type { Database, EntityManager } from '../database.js';
import { MailSettings } from '../entities/mail-settings.js';
import { newId } from '../id.js';
import { preparedQuery, queryWithin } from '../prepared-query.js';
import { planByKey } from './plan-by-key.js';
import { urgencyOf, type Saver } from './queue-verifications.js';

const server = (name: 'imap' | 'smtp') =>
  `r.servers #>> '{${name},host}', (r.servers #>> '{${name},port}')::int, r.servers #>> '{${name},tls}'`;
/** The columns of the servers, and where a row's JSON holds them; those of the other kind are null. */
const serverColumns = `kind, imap_host, imap_port, imap_tls, smtp_host, smtp_port, smtp_tls,
  allow_non_secure_certificate, exchange_url`;
const serverValues = `r.servers ->> 'kind', ${server('imap')}, ${server('smtp')},
  coalesce((r.servers ->> 'allowNonSecureCertificate')::boolean, false), r.servers #>> '{exchange,url}'`;

const rowColumns = `"settingsId" uuid, domain text, "displayDomain" text, revision int, servers jsonb,
  discovered jsonb, "verificationId" uuid`;

/**
 * Writes settings and what belongs to a save: a queued verification, the audit, the schedule. A row of revision 1 is
 * new, and skipped when its domain has settings already; a row of a later revision changes the settings with its id,
 * which the caller has locked. Returns how many rows were written, the row as it is stored now if only one was wanted, and
 * the account's data centre.
 */
export const saveMailSettingsFunction = `
  create or replace function save_mail_settings(
    owner uuid, actor_token uuid, wanted_urgency int, trace text, wanted jsonb
  ) returns table (written int, settings jsonb, home text) language plpgsql ${planByKey} as $$
  declare
    actor text;
    is_one boolean := jsonb_array_length(wanted) = 1;
    saved jsonb := wanted;
    ids uuid[] := '{}';
    changed_ids uuid[];
  begin
    perform set_config('postern.account_id', owner::text, true);
    actor := actor_name(actor_token);
    if jsonb_path_exists(wanted, '$[*].revision ? (@ == 1)') then
      with inserted as (
        insert into mail_settings (id, account_id, domain, display_domain, ${serverColumns}, discovered, origin,
          created_by, updated_by, verification_state, verification_id, verification_at)
        select r."settingsId", owner, r.domain, r."displayDomain", ${serverValues}, r.discovered, 'admin', actor, actor,
          'queued', r."verificationId", now()
        from jsonb_to_recordset(wanted) as r (${rowColumns}) where r.revision = 1
        on conflict (account_id, domain) do nothing
        returning mail_settings.*
      )
      select coalesce(array_agg(i.id), '{}'), jsonb_agg(to_jsonb(i)) filter (where is_one) -> 0 into ids, settings
        from inserted i;
    end if;
    if jsonb_path_exists(wanted, '$[*].revision ? (@ > 1)') then
      with updated as (
        update mail_settings s set (${serverColumns}) = row(${serverValues}), discovered = r.discovered,
          origin = 'admin', revision = r.revision, updated_at = now(), updated_by = actor, verified_at = null,
          unconfirmed_failure = null, verification_state = 'queued', verification_id = r."verificationId",
          verification_at = now(), verification_failure = null, verification_warnings = '[]'
        from jsonb_to_recordset(wanted) as r (${rowColumns}) where s.id = r."settingsId" and r.revision > 1
        returning s.*
      )
      select coalesce(array_agg(u.id), '{}'), jsonb_agg(to_jsonb(u)) filter (where is_one) -> 0 into changed_ids, settings
        from updated u;
      ids := ids || changed_ids;
    end if;
    written := cardinality(ids);
    insert into audit_event (id, account_id, actor_id, actor, action, subject, before, after)
      select r."auditId", owner, actor_token, actor,
        case when r.revision = 1 then 'mail-settings.created' else 'mail-settings.updated' end,
        r.domain, r.before, case when r.revision = 1 then r.servers else r.servers || '{"origin":"admin"}' end
      from jsonb_to_recordset(wanted) as r (${rowColumns}, before jsonb, "auditId" uuid)
      where r."settingsId" in (select unnest(ids));
    if written < jsonb_array_length(wanted) then
      saved := (select jsonb_agg(r) from jsonb_array_elements(wanted) r where (r ->> 'settingsId')::uuid = any (ids));
    end if;
    if written > 0 then
      home := queue_verifications(owner, actor_token, wanted_urgency, trace, saved);
      perform monitor_servers(owner, home, saved);
      if wanted_urgency = 1 then perform record_saves(owner, actor, saved); end if;
    end if;
    return next;
  end $$;
`;

/** A domain's settings as they are to be: new at revision 1, otherwise a change of the row with this id. */
export type SettingsWrite = {
  readonly id: string;
  readonly domain: string;
  readonly servers: MailServers;
  readonly revision: number;
  /** Which source named the servers; default null, somebody entered them. */
  readonly discovered?: Discovered | null;
  /** What the audit shows as the state before; null for new settings. */
  readonly before: object | null;
};

/** Settings as they are now stored, and the verification to enqueue once the write is committed. */
export type SavedSettings = { readonly settings: MailSettings; readonly queued: QueuedJob };

type SavedRow = { settings: Record<string, unknown> | null; home: string };

const saveOne = {
  name: 'save-mail-settings',
  text: 'select settings, home from save_mail_settings($1, $2, $3, $4, $5)',
};
const saveMany = {
  name: 'save-many-mail-settings',
  text: 'select written from save_mail_settings($1, $2, $3, $4, $5)',
};

/**
 * Creates a domain's settings in one round trip, and in a transaction of its own; `null` if the domain has settings
 * already, in which case nothing is written.
 */
export async function createSettings(
  database: Database,
  saver: Saver,
  wanted: SettingsWrite,
): Promise<SavedSettings | null> {
  const values = valuesOf(saver, [wanted], urgencyOf.person);
  const [row] = await preparedQuery<SavedRow>(database, saveOne, values);
  return saved(database.em.fork(), row!);
}

/** Like `createSettings` in the caller's transaction, for new settings and for a change of a row that it has locked. */
export async function saveSettings(
  em: EntityManager,
  saver: Saver,
  wanted: SettingsWrite,
): Promise<SavedSettings | null> {
  const [row] = await queryWithin<SavedRow>(em, saveOne, valuesOf(saver, [wanted], urgencyOf.person));
  return saved(em, row!);
}

/**
 * Writes the settings of many domains in the caller's transaction; their verifications come after those that a person
 * waits for. Returns how many were written: new settings are skipped if their domain already has settings.
 */
export async function saveManySettings(
  em: EntityManager,
  saver: Saver,
  wanted: readonly SettingsWrite[],
): Promise<number> {
  if (wanted.length === 0) return 0;
  const [row] = await queryWithin<{ written: number }>(
    em,
    saveMany,
    valuesOf(saver, wanted, urgencyOf.import),
  );
  return row!.written;
}

function valuesOf(
  { accountId, holderId, traceparent }: Saver,
  wanted: readonly SettingsWrite[],
  urgency: number,
): unknown[] {
  const rows = wanted.map(({ id, domain, servers, discovered = null, revision, before }) => {
    const targets = serversIn(servers);
    return {
      settingsId: id,
      domain,
      displayDomain: displayName(domain),
      servers,
      discovered,
      revision,
      before,
      trigger: 'save',
      targets,
      addresses: targets.map(serverAddress),
      verificationId: newId(),
      auditId: newId(),
    };
  });
  return [accountId, holderId, urgency, traceparent, JSON.stringify(rows)];
}

function saved(em: EntityManager, { settings: columns, home }: SavedRow): SavedSettings | null {
  if (columns === null) return null;
  const settings = em.map(MailSettings, columns);
  return { settings, queued: { id: settings.verificationId!, dataCenter: home } };
}

export function displayName(domain: string): string {
  const parsed = parseDomainName(domain);
  return parsed.ok ? parsed.displayDomain : domain;
}
