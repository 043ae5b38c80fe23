import type { MailServers } from '@postern/core/mail-settings';
import type { QueuedJob } from '@postern/core/queued-job';
import { serverAddress, serversIn } from '@postern/core/server';
import type { VerificationTrigger } from '@postern/core/verification';
import type { EntityManager } from '../database.js';
import type { AcceptedCertificates } from '../entities/verification.js';
import { newId } from '../id.js';
import { queryWithin } from '../prepared-query.js';
import { planByKey } from './plan-by-key.js';

/**
 * Writes queued verifications of one account and their jobs, and returns the account's data centre, '' if it has none. The transaction must first set the account for the row-level security policies.
 */
export const queueVerificationsFunction = `
  create or replace function queue_verifications(
    owner uuid, actor_token uuid, wanted_urgency int, trace text, wanted jsonb
  ) returns text language plpgsql ${planByKey} as $$
  declare
    home text := coalesce((select a.data_center from account a where a.id = owner), '');
  begin
    with rows as materialized (
      select * from jsonb_to_recordset(wanted) as r ("verificationId" uuid, "settingsId" uuid, revision int,
        domain text, trigger text, servers jsonb, "withLogin" boolean, "acceptedCertificates" jsonb, addresses text[])
    ), verified as (
      insert into verification (id, account_id, settings_id, revision, domain, trigger, servers, started_by,
        with_login, accepted_certificates)
      select r."verificationId", owner, r."settingsId", r.revision, r.domain, r.trigger, r.servers, actor_token,
        coalesce(r."withLogin", false), r."acceptedCertificates"
      from rows r
    )
    insert into verification_job (verification_id, account_id, servers, traceparent, data_center, urgency)
    select r."verificationId", owner, r.addresses, trace, home, wanted_urgency from rows r;
    -- An import holds its account's row until it commits, so that the account is not taken for idle meanwhile. A single
    -- save locks the row only if it must, so that saves of one account do not wait for each other.
    if wanted_urgency <> 1 or not exists (select 1 from waiting_account w
        where w.account_id = owner and w.urgency = wanted_urgency and w.is_waiting) then
      insert into waiting_account (account_id, urgency, data_center) values (owner, wanted_urgency, home)
        on conflict (account_id, urgency) do update set is_waiting = true;
    end if;
    return home;
  end $$;
`;

/** Who saves: the account, the token that acts, and the trace of the request (W3C Trace Context). */
export type Saver = {
  readonly accountId: string;
  readonly holderId: string;
  readonly traceparent: string | null;
};

/**
 * Which jobs are dispatched first: 1, those that a person waits for, before 2, those of an import, before 3, those that
 * two workers were lost with, before 4, weekly searches.
 */
export const urgencyOf = { person: 1, import: 2, search: 4 } as const;

export type WantedVerification = {
  readonly id: string;
  readonly accountId: string;
  /** Null for what Postern itself started. */
  readonly startedBy: string | null;
  readonly domain: string;
  readonly trigger: VerificationTrigger;
  readonly servers: MailServers;
  /** The settings that the result belongs to; null for a try, whose result is kept for its reader only. */
  readonly settings: { readonly id: string; readonly revision: number } | null;
  /** Default: a person waits for it. */
  readonly urgency?: number;
  /** Whether a credential is stored for it; default false. */
  readonly withLogin?: boolean;
  readonly acceptedCertificates?: AcceptedCertificates;
  /** W3C Trace Context of the request. */
  readonly traceparent?: string | null;
};

const statement = {
  name: 'queue-verifications',
  text: 'select queue_verifications($1, $2, $3, $4, $5) as "dataCenter"',
};

/** Writes a queued verification and its job in the caller's transaction. */
export async function queueVerification(em: EntityManager, wanted: WantedVerification): Promise<QueuedJob> {
  const { id, accountId, startedBy, servers, settings, traceparent, ...rest } = wanted;
  const { domain, trigger, withLogin, acceptedCertificates, urgency = urgencyOf.person } = rest;
  const row = {
    verificationId: id,
    settingsId: settings?.id ?? null,
    revision: settings?.revision ?? null,
    addresses: serversIn(servers).map(serverAddress),
    domain,
    trigger,
    servers,
    withLogin,
    acceptedCertificates,
  };
  const values = [accountId, startedBy, urgency, traceparent ?? null, JSON.stringify([row])];
  const [queued] = await queryWithin<{ dataCenter: string }>(em, statement, values);
  return { id, dataCenter: queued!.dataCenter };
}

/** The settings of a domain that are to be verified again. */
export type SettingsToVerify = {
  readonly id: string;
  readonly revision: number;
  readonly domain: string;
  readonly servers: MailServers;
};

/**
 * Queues verifications of many domains in the caller's transaction, after those that a person waits for, and shows the
 * settings as queued.
 */
export async function queueManyVerifications(
  em: EntityManager,
  { accountId, holderId, traceparent }: Saver,
  settings: readonly SettingsToVerify[],
): Promise<void> {
  if (settings.length === 0) return;
  const rows = settings.map(({ id, revision, domain, servers }) => ({
    verificationId: newId(),
    settingsId: id,
    revision,
    domain,
    trigger: 'manual',
    servers,
    addresses: serversIn(servers).map(serverAddress),
  }));
  const text = JSON.stringify(rows);
  await queryWithin(em, statement, [accountId, holderId, urgencyOf.import, traceparent, text]);
  await em.execute(
    `update mail_settings s set verification_id = r."verificationId", verification_state = 'queued',
       verification_at = now(), verification_failure = null, verification_warnings = '[]'
     from jsonb_to_recordset(?::jsonb) as r ("verificationId" uuid, "settingsId" uuid) where s.id = r."settingsId"`,
    [text],
  );
}
