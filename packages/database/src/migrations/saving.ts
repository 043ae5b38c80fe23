import { Migration } from '@mikro-orm/migrations';

/**
 * A save, a claim and a worker's progress in one round trip each, with plans that the session keeps; and each job
 * knows the data centre that hosts its account, because servers let only that one's addresses through (R19).
 */
export class SavingMigration extends Migration {
  override name = '2026-11-23-saving';

  override up(): void {
    // Jobs that wait during the upgrade are for every worker.
    this.addSql(`alter table verification_job add data_center text not null default '';`);
    this.addSql(saveFunction);
    this.addSql(monitorFunction);
    this.addSql(claimFunction);
    this.addSql(progressFunction);
    this.addSql(readFunction);
    for (const name of byKey) {
      this.addSql(
        `alter function ${name} set enable_seqscan = off set plan_cache_mode = force_generic_plan;`,
      );
    }
  }
}

/**
 * They find rows by key, so one plan fits all calls and a session keeps it. Without the first setting, one that was made
 * while a table was young would read the whole of it ever after.
 */
const byKey = [
  'save_mail_settings',
  'monitor_servers',
  'claim_verification',
  'store_progress',
  'read_verification',
  'store_result',
];

const server = (name: 'imap' | 'smtp') =>
  `r.servers #>> '{${name},host}', (r.servers #>> '{${name},port}')::int, r.servers #>> '{${name},tls}'`;
/** The columns of the servers, and where a row's JSON holds them; the other kind's are null. */
const serverColumns = `kind, imap_host, imap_port, imap_tls, smtp_host, smtp_port, smtp_tls,
  allow_non_secure_certificate, exchange_url`;
const serverValues = `r.servers ->> 'kind', ${server('imap')}, ${server('smtp')},
  coalesce((r.servers ->> 'allowNonSecureCertificate')::boolean, false), r.servers #>> '{exchange,url}'`;

/**
 * Writes settings and all that belongs to a save: a queued verification, the audit, the schedule. A row of revision 1
 * is new, and skipped when its domain is there already; others change the row with their id, which the caller has
 * locked. Returns how many were written, one of them as it is stored now, and whose workers verify them.
 */
const saveFunction = `
  create function save_mail_settings(owner uuid, actor_token uuid, sweep_after int, trace text, given jsonb)
  returns table (written int, settings jsonb, home text) language plpgsql as $$
  #variable_conflict use_column
  declare actor text;
  begin
    perform set_config('postern.account_id', owner::text, true);
    -- As audit.ts names people: operators are only called so towards an account, whose policies hide their tokens.
    select name into actor from token where id = actor_token;
    if actor is null then
      select case role when 'operator' then role end into actor from token_lookup where token_id = actor_token;
    end if;
    actor := coalesce(actor, 'revoked token');
    select coalesce(data_center, '') into home from account where id = owner;
    with rows as materialized (
      select * from jsonb_to_recordset(given) as r (id uuid, domain text, "displayDomain" text, revision int,
        servers jsonb, before jsonb, "verificationId" uuid, "auditId" uuid, addresses text[])
    ), inserted as (
      insert into mail_settings (id, account_id, domain, display_domain, ${serverColumns}, origin, created_by,
        updated_by, verification_state, verification_id, verification_at)
      select r.id, owner, r.domain, r."displayDomain", ${serverValues}, 'admin', actor, actor,
        'queued', r."verificationId", now()
      from rows r where r.revision = 1
      on conflict (account_id, domain) do nothing
      returning mail_settings.*
    ), updated as (
      update mail_settings s set (${serverColumns}) = row(${serverValues}),
        origin = 'admin', revision = r.revision, updated_at = now(), updated_by = actor, verified_at = null,
        unconfirmed_failure = null, verification_state = 'queued', verification_id = r."verificationId",
        verification_at = now(), verification_failure = null, verification_warnings = '[]'
      from rows r where s.id = r.id and r.revision > 1
      returning s.*
    ), stored as materialized (
      select * from inserted union all select * from updated
    ), done as materialized (
      select r.* from rows r where r.id in (select id from stored)
    ), verified as (
      insert into verification (id, account_id, settings_id, revision, domain, trigger, servers, started_by)
      select d."verificationId", owner, d.id, d.revision, d.domain, 'save', d.servers, actor_token from done d
    ), queued as (
      insert into verification_job (verification_id, account_id, servers, traceparent, data_center, due_at)
      select d."verificationId", owner, d.addresses, trace, home, now() + make_interval(secs => sweep_after)
      from done d
    ), audited as (
      insert into audit_event (id, account_id, actor_id, actor, action, subject, before, after)
      select d."auditId", owner, actor_token, actor,
        case when d.revision = 1 then 'mail-settings.created' else 'mail-settings.updated' end,
        d.domain, d.before, case when d.revision = 1 then d.servers else d.servers || '{"origin":"admin"}' end
      from done d
    )
    select (select count(*) from stored), (select to_jsonb(s) from stored s limit 1) into written, settings;
    if written > 0 then perform monitor_servers(owner, home, given); end if;
    return next;
  end $$;
`;

/**
 * Puts the servers of saved settings on the schedule, which hangs on the server and not on the domain: one row for all
 * who use it from the same data centre. The save itself verifies, so a server that is new here is due in 18 to 30
 * hours: the jitter keeps an import from coming back at once.
 */
const monitorFunction = `
  create function monitor_servers(owner uuid, home text, given jsonb) returns void language plpgsql as $$
  begin
    if jsonb_path_exists(given, '$[*].revision ? (@ > 1)') then
      delete from monitored_domain where settings_id in (
        select r.id from jsonb_to_recordset(given) as r (id uuid, revision int) where r.revision > 1);
    end if;
    -- DO NOTHING locks no row that is there, so savers of a popular server do not wait for each other.
    insert into monitored_server (id, data_center, endpoint, host, port, tls, path, due_at)
    select gen_random_uuid(), home, t.endpoint, t.host, t.port, t.tls, t.path,
      now() + make_interval(hours => 18, mins => (random() * 720)::int)
    from (
      select distinct t.* from jsonb_to_recordset(given) as r (targets jsonb),
        jsonb_to_recordset(r.targets) as t (endpoint text, host text, port int, tls text, path text)
    ) t
    on conflict do nothing;
    -- Subqueries, so that each is found by its key, and settings that were skipped are left out.
    insert into monitored_domain (server_id, settings_id, account_id)
    select found.server_id, found.settings_id, owner
    from (
      select (
          select s.id from monitored_server s
          where s.data_center = home and s.endpoint = t.endpoint and s.host = t.host and s.port = t.port
            and s.tls = t.tls and s.path = t.path
        ) as server_id, (select m.id from mail_settings m where m.id = r.id) as settings_id
      from jsonb_to_recordset(given) as r (id uuid, targets jsonb),
        jsonb_to_recordset(r.targets) as t (endpoint text, host text, port int, tls text, path text)
      offset 0
    ) found
    where found.settings_id is not null
    on conflict do nothing;
  end $$;
`;

const claimFunction = `
  create or replace function claim_verification(wanted uuid, lease_seconds int)
  returns table (
    account_id uuid, attempt int, domain text, trigger text, servers jsonb, settings_id uuid, revision int,
    started_by uuid, with_login boolean, accepted_certificates jsonb
  ) language plpgsql as $$
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

/** Shows the steps that ended so far; under an older claim it changes nothing. */
const progressFunction = `
  create function store_progress(wanted uuid, claimed_attempt int, endpoints jsonb) returns void language plpgsql as $$
  #variable_conflict use_variable
  declare owner uuid;
  begin
    select j.account_id into owner from verification_job j
      where j.verification_id = wanted and j.attempt = claimed_attempt;
    if not found then return; end if;
    perform set_config('postern.account_id', owner::text, true);
    update verification v set endpoints = store_progress.endpoints where v.id = wanted and v.state = 'running';
  end $$;
`;

/** One verification of an account: whoever watches one reads it several times a second. */
const readFunction = `
  create function read_verification(owner uuid, wanted uuid) returns setof verification language plpgsql as $$
  begin
    perform set_config('postern.account_id', owner::text, true);
    return query select v.* from verification v where v.id = wanted and v.account_id = owner;
  end $$;
`;
