import { Migration } from '@mikro-orm/migrations';

/**
 * The worker's two writes, each in one round trip: a verification costs the database little more than its rows. Both
 * learn from the job row whose verification it is, name that account, and only then touch guarded tables.
 */
export class ClaimingMigration extends Migration {
  override name = '2026-11-23-claiming';

  override up(): void {
    this.addSql(`
      create function claim_verification(wanted uuid, lease_seconds int)
      returns table (
        account_id uuid, attempt int, domain text, trigger text, servers jsonb, settings_id uuid, revision int,
        started_by uuid, with_login boolean, accepted_certificates jsonb
      ) language plpgsql as $$
      #variable_conflict use_column
      declare job record;
      begin
        update verification_job j
          set attempt = j.attempt + 1, lease_until = now() + make_interval(secs => lease_seconds)
          where j.verification_id = wanted and (j.lease_until is null or j.lease_until < now())
          returning j.account_id, j.attempt into job;
        if not found then return; end if;
        perform set_config('postern.account_id', job.account_id::text, true);
        update mail_settings s set verification_state = 'running'
          from verification v
          where v.id = wanted and s.id = v.settings_id and s.verification_id = wanted;
        return query
          update verification v set state = 'running', started_at = coalesce(v.started_at, now())
          where v.id = wanted
          returning job.account_id, job.attempt, v.domain, v.trigger, v.servers, v.settings_id, v.revision,
            v.started_by, v.with_login, v.accepted_certificates;
      end $$;

      create function store_result(
        wanted uuid, claimed_attempt int, failure jsonb, warnings jsonb, endpoints jsonb
      ) returns text language plpgsql as $$
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
    `);
  }
}
