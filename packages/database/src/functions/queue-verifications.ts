import { planByKey } from './plan-by-key.js';

/**
 * Writes queued verifications of one account and their jobs, and returns the account's data centre, '' if it has none.
 * The account must be named before the call.
 */
export const queueVerificationsFunction = `
  create or replace function queue_verifications(
    owner uuid, actor_token uuid, sweep_after int, trace text, wanted jsonb
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
    insert into verification_job (verification_id, account_id, servers, traceparent, data_center, due_at)
    select r."verificationId", owner, r.addresses, trace, home, now() + make_interval(secs => sweep_after)
    from rows r;
    return home;
  end $$;
`;
