import { planByKey } from './plan-by-key.js';

/**
 * Takes a verification over unless another claim's lease holds: `queued` (or abandoned) → `running`. The job row, which
 * has no policy, says whose verification it is; that account is named before guarded rows are touched.
 */
export const claimVerificationFunction = `
  create or replace function claim_verification(wanted uuid, lease_seconds int)
  returns table (
    account_id uuid, attempt int, domain text, trigger text, servers jsonb, settings_id uuid, revision int,
    started_by uuid, with_login boolean, accepted_certificates jsonb
  ) language plpgsql ${planByKey} as $$
  #variable_conflict use_column
  declare
    job record;
    claimed verification;
  begin
    update verification_job j
      set attempt = j.attempt + 1, lease_until = now() + make_interval(secs => lease_seconds)
      where j.verification_id = wanted and (j.lease_until is null or j.lease_until < now())
      returning j.account_id, j.attempt into job;
    if not found then return; end if;
    perform set_config('postern.account_id', job.account_id::text, true);
    update verification v set state = 'running', started_at = coalesce(v.started_at, now())
      where v.id = wanted returning v.* into claimed;
    update mail_settings s set verification_state = 'running'
      where s.id = claimed.settings_id and s.verification_id = wanted;
    return query select job.account_id, job.attempt, claimed.domain, claimed.trigger, claimed.servers,
      claimed.settings_id, claimed.revision, claimed.started_by, claimed.with_login, claimed.accepted_certificates;
  end $$;
`;
