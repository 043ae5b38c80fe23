import { planByKey } from './plan-by-key.js';

/**
 * Ends a verification: deletes its job and stores the result, only under the newest claim (else it returns
 * `lost-lease`), and shows it in the settings only while their revision is the one that was verified (else the
 * verification ends `superseded`).
 */
export const storeResultFunction = `
  create or replace function store_result(
    wanted uuid, claimed_attempt int, failure jsonb, warnings jsonb, endpoints jsonb
  ) returns text language plpgsql ${planByKey} as $$
  #variable_conflict use_variable
  declare
    owner uuid;
    known record;
    current_revision int;
    outcome text := case when failure is null then 'passed' else 'failed' end;
  begin
    delete from verification_job j
      where j.verification_id = wanted and j.attempt = claimed_attempt
      returning j.account_id into owner;
    if not found then return 'lost-lease'; end if;
    perform set_config('postern.account_id', owner::text, true);
    select v.settings_id, v.revision into known from verification v where v.id = wanted;
    if known.settings_id is not null then
      select s.revision into current_revision from mail_settings s where s.id = known.settings_id for update;
      if current_revision is distinct from known.revision then outcome := 'superseded'; end if;
    end if;
    update verification v set state = outcome, finished_at = now(),
        failure = store_result.failure, warnings = store_result.warnings, endpoints = store_result.endpoints
      where v.id = wanted;
    if outcome <> 'superseded' then
      update mail_settings s set verification_state = outcome, verification_at = now(),
          verification_failure = store_result.failure, verification_warnings = store_result.warnings,
          unconfirmed_failure = null,
          verified_at = case when outcome = 'passed' then now() else s.verified_at end
        where s.id = known.settings_id and s.verification_id = wanted;
    end if;
    return outcome;
  end $$;
`;
