import { parseDomainName } from '@postern/core/domain-name';
import { listTargets, serverAddress } from '@postern/core/server-target';
import type { EntityManager } from '@postern/database/database';
import { newId } from '@postern/database/id';
import { monitorServers } from '@postern/database/monitored-servers';
import { serverColumns } from '@postern/database/server-columns';
import type { AccountCaller } from '../http/permission.js';
import type { BatchPlan } from './plan-batch.js';

const serverTypes = `kind text, "imapHost" text, "imapPort" int, "imapTls" text, "smtpHost" text, "smtpPort" int,
  "smtpTls" text, "allowNonSecureCertificate" boolean, "exchangeUrl" text`;
const serverValues = `r.kind, r."imapHost", r."imapPort", r."imapTls", r."smtpHost", r."smtpPort", r."smtpTls",
  r."allowNonSecureCertificate", r."exchangeUrl"`;

/** Statements over the rows `r` of a batch; `given` are the account, the actor, the actor's token and the batch. */
const statements = {
  insert: `
    insert into mail_settings (id, account_id, domain, display_domain, kind, imap_host, imap_port, imap_tls,
      smtp_host, smtp_port, smtp_tls, allow_non_secure_certificate, exchange_url, origin, created_by, updated_by,
      verification_state, verification_id, verification_at)
    select r.id, g.account_id, r.domain, r."displayDomain", ${serverValues}, 'admin', g.actor, g.actor,
      'queued', r."verificationId", now()
    from given g, rows r where r.revision = 1`,
  update: `
    update mail_settings s set (kind, imap_host, imap_port, imap_tls, smtp_host, smtp_port, smtp_tls,
        allow_non_secure_certificate, exchange_url) = row(${serverValues}),
      origin = 'admin', revision = r.revision, updated_at = now(), updated_by = g.actor, verified_at = null,
      verification_state = 'queued', verification_id = r."verificationId", verification_at = now(),
      verification_failure = null, verification_warnings = '[]', unconfirmed_failure = null
    from given g, rows r where s.id = r.id and r.revision > 1`,
  verify: `
    insert into verification (id, account_id, settings_id, revision, domain, trigger, servers, started_by)
    select r."verificationId", g.account_id, r.id, r.revision, r.domain, 'save', r.servers, g.token_id
    from given g, rows r`,
  queue: `
    insert into verification_job (verification_id, account_id, servers, due_at)
    select r."verificationId", g.account_id, r.addresses, now() from given g, rows r`,
  audit: `
    insert into audit_event (id, account_id, actor_id, actor, action, subject, before, after)
    select r."auditId", g.account_id, g.token_id, g.actor,
      case when r.revision = 1 then 'mail-settings.created' else 'mail-settings.updated' end,
      r.domain, r.before, r.after
    from given g, rows r`,
};

/**
 * Writes a planned batch: settings, a queued verification for each (the sweeper enqueues them), the audit, and
 * the schedule of the servers. Each statement takes up to 500 rows, fed by one JSON text.
 */
export async function writeBatch(
  em: EntityManager,
  caller: AccountCaller,
  actor: string,
  { created, updated }: BatchPlan,
): Promise<void> {
  const rows = [
    ...created.map(({ domain, servers }) => ({ id: newId(), domain, servers, revision: 1, before: null, after: servers })),
    ...updated.map((row) => ({ ...row, after: { ...row.servers, origin: 'admin' } })),
  ].map((row) => ({
    ...row,
    ...serverColumns(row.servers),
    displayDomain: displayName(row.domain),
    addresses: listTargets(row.servers).map(serverAddress),
    verificationId: newId(),
    auditId: newId(),
  }));
  if (rows.length === 0) return;
  const given = [caller.accountId, actor, caller.tokenId, JSON.stringify(rows)];
  for (const statement of Object.values(statements)) {
    await em.execute(
      `with given as (select ?::uuid as account_id, ?::text as actor, ?::uuid as token_id),
         rows as (select * from jsonb_to_recordset(?::jsonb) as r (id uuid, domain text, "displayDomain" text,
           revision int, servers jsonb, before jsonb, after jsonb, "verificationId" uuid, "auditId" uuid,
           addresses text[], ${serverTypes}))
       ${statement}`,
      given,
    );
  }
  const monitored = rows.map(({ id, servers }) => ({ settingsId: id, targets: listTargets(servers) }));
  await monitorServers(em, caller.accountId, monitored, true);
}

function displayName(domain: string): string {
  const parsed = parseDomainName(domain);
  return parsed.ok ? parsed.displayDomain : domain;
}
