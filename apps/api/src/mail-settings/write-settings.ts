import { parseDomainName } from '@postern/core/domain-name';
import type { MailServers } from '@postern/core/mail-settings';
import { listTargets, serverAddress } from '@postern/core/server-target';
import type { EntityManager } from '@postern/database/database';
import { newId } from '@postern/database/id';
import { monitorServers } from '@postern/database/monitored-servers';
import { currentTraceparent } from '@postern/jobs/tracing';
import type { AccountCaller } from '../http/permission.js';

const server = (name: 'imap' | 'smtp') =>
  `r.servers #>> '{${name},host}', (r.servers #>> '{${name},port}')::int, r.servers #>> '{${name},tls}'`;
/** The columns of the servers, and where a row's JSON holds them; the other kind's are null. */
const serverColumns = `kind, imap_host, imap_port, imap_tls, smtp_host, smtp_port, smtp_tls,
  allow_non_secure_certificate, exchange_url`;
const serverValues = `r.servers ->> 'kind', ${server('imap')}, ${server('smtp')},
  coalesce((r.servers ->> 'allowNonSecureCertificate')::boolean, false), r.servers #>> '{exchange,url}'`;

/**
 * One statement, because MikroORM (7.2) writes values into the text of a statement: the rows are a quarter of a
 * megabyte, which is to be quoted, sent and parsed once. `?` are the account, the actor, the actor's token,
 * the seconds until the sweep, the trace, the rows.
 */
const writeRows = `
  with rows as materialized (
    select r.*, ?::uuid as account_id, ?::text as actor, ?::uuid as token_id, ?::int as sweep_after,
      ?::text as traceparent
    from jsonb_to_recordset(?::jsonb) as r (id uuid, domain text, "displayDomain" text, revision int, servers jsonb,
      before jsonb, "verificationId" uuid, "auditId" uuid, addresses text[])
  ), inserted as (
    insert into mail_settings (id, account_id, domain, display_domain, ${serverColumns}, origin, created_by, updated_by,
      verification_state, verification_id, verification_at)
    select r.id, r.account_id, r.domain, r."displayDomain", ${serverValues}, 'admin', r.actor, r.actor,
      'queued', r."verificationId", now()
    from rows r where r.revision = 1
  ), updated as (
    update mail_settings s set (${serverColumns}) = row(${serverValues}),
      origin = 'admin', revision = r.revision, updated_at = now(), updated_by = r.actor, verified_at = null, unconfirmed_failure = null,
      verification_state = 'queued', verification_id = r."verificationId", verification_at = now(),
      verification_failure = null, verification_warnings = '[]'
    from rows r where s.id = r.id and r.revision > 1
  ), verified as (
    insert into verification (id, account_id, settings_id, revision, domain, trigger, servers, started_by)
    select r."verificationId", r.account_id, r.id, r.revision, r.domain, 'save', r.servers, r.token_id from rows r
  ), queued as (
    insert into verification_job (verification_id, account_id, servers, traceparent, due_at)
    select r."verificationId", r.account_id, r.addresses, r.traceparent,
      now() + make_interval(secs => r.sweep_after) from rows r
  )
  insert into audit_event (id, account_id, actor_id, actor, action, subject, before, after)
  select r."auditId", r.account_id, r.token_id, r.actor,
    case when r.revision = 1 then 'mail-settings.created' else 'mail-settings.updated' end,
    r.domain, r.before, case when r.revision = 1 then r.servers else r.servers || '{"origin":"admin"}' end
  from rows r`;

/** A domain's settings as they are to be: new at revision 1, otherwise a change of the row with this id. */
export type SettingsWrite = {
  readonly id: string;
  readonly domain: string;
  readonly servers: MailServers;
  readonly revision: number;
  /** What the audit shows as the state before; null for new settings. */
  readonly before: object | null;
};

/**
 * Writes settings of one kind of change, and all that belongs to a save: a queued verification for each, the audit,
 * and the schedule of the servers. The sweeper enqueues the verifications after `sweepAfterSeconds`, unless the caller
 * does so after the commit. Returns their ids in the order of the writes. Throws on a domain that exists already.
 */
export async function writeSettings(
  em: EntityManager,
  { accountId, tokenId }: AccountCaller,
  actor: string,
  writes: readonly SettingsWrite[],
  sweepAfterSeconds: number,
): Promise<string[]> {
  if (writes.length === 0) return [];
  const rows = writes.map((row) => ({
    ...row,
    displayDomain: displayName(row.domain),
    addresses: listTargets(row.servers).map(serverAddress),
    verificationId: newId(),
    auditId: newId(),
  }));
  await em.execute(writeRows, [
    accountId,
    actor,
    tokenId,
    sweepAfterSeconds,
    currentTraceparent(),
    JSON.stringify(rows),
  ]);
  const monitored = writes.map(({ id, servers }) => ({ settingsId: id, targets: listTargets(servers) }));
  await monitorServers(
    em,
    accountId,
    monitored,
    writes.some(({ revision }) => revision > 1),
  );
  return rows.map(({ verificationId }) => verificationId);
}

function displayName(domain: string): string {
  const parsed = parseDomainName(domain);
  return parsed.ok ? parsed.displayDomain : domain;
}
