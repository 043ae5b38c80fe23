import type { Client } from 'pg';
import { domainToUnicode } from 'node:url';
import { secretHash } from '@postern/database/secret-hash';
import { reportTemplates } from './report-templates.js';

export type FilledAccount = { readonly id: string; readonly domains: number; readonly token: string };

export type Filling = {
  readonly domains: number;
  readonly accounts: number;
  /** The same seed and moment make the same rows. */
  readonly seed: string;
  /** The newest rows are from this time. */
  readonly moment: Date;
};

/** A tenth of the domains is in the first account, a fiftieth in the second, a ten-thousandth in the third. */
const largest = [10, 50, 10_000];

/**
 * Fills an empty migrated database as the superuser, by statements over sets: accounts with one super admin each, domains
 * in every state on shared and on own servers, two years of their history and audit, the schedule, and jobs that wait. No
 * row differs from what the api and the worker would have written. Returns the accounts, the one with the most domains first.
 */
export async function fillDomains(superuser: Client, filling: Filling): Promise<FilledAccount[]> {
  const { seed, moment } = filling;
  await superuser.query(`set session_replication_role = replica; set work_mem = '256MB'; set jit = off;
    set maintenance_work_mem = '512MB'; set synchronous_commit = off`);
  await superuser.query(idFunction);
  await fillAccounts(superuser, filling);
  await superuser.query(templateTable, [JSON.stringify(reportTemplates)]);
  await superuser.query(planDomains, [seed, moment, suffixes, suffixes.map(domainToUnicode)]);
  for (const statement of [fillSettings, fillSchedule, fillEvents, fillVerifications, fillJobs])
    await superuser.query(statement);
  await superuser.query('set session_replication_role = default; drop table planned');
  await superuser.query('vacuum analyze');
  const { rows } = await superuser.query<FilledAccount>(
    `select id, domains::int, 'postern_' || place as token from filled_account order by domains desc, place`,
  );
  return rows;
}

const suffixes = ['example.com', 'example.net', 'example.org', 'xn--bcher-kva.example'];

/** A UUID of version 7 (RFC 9562 §5.7) of a time, whose random part is taken from a text. */
const idFunction = `
  create function pg_temp.id_at(at timestamptz, salt text) returns uuid language sql immutable as $$
    select overlay(overlay(md5(salt) placing '8' from 17)
      placing lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') || '7' from 1)::uuid
  $$;
  -- A number from 0 to below 1, the same for the same text.
  create function pg_temp.share(salt text) returns float language sql immutable as $$
    select ('x' || substr(md5(salt), 1, 7))::bit(28)::int / 268435456.0
  $$`;

async function fillAccounts(superuser: Client, { domains, accounts, seed, moment }: Filling): Promise<void> {
  const sizes = sizesOf(domains, accounts);
  await superuser.query(
    `create temp table filled_account as
       select place, size::int as domains, pg_temp.id_at(at, $1 || place) as id, at,
         pg_temp.id_at(at, $1 || 'token' || place) as token_id,
         case place % 10 when 1 then 'eu1' when 2 then 'na1' end as data_center
       from unnest($2::int[]) with ordinality as given (size, place),
         lateral (select $3::timestamptz - make_interval(secs => (366 + 300 * pg_temp.share($1 || 'at' || place)) * 86400) as at) t`,
    [seed, sizes, moment],
  );
  await superuser.query(`
    insert into account (id, name, data_center, created_at) select id, 'Example Company ' || place, data_center, at from filled_account;
    insert into token (id, account_id, name, role, created_at, created_by)
      select token_id, id, 'Administrator', 'super-admin', at, 'operator' from filled_account;
    insert into monitored_account (account_id, data_center) select id, coalesce(data_center, '') from filled_account`);
  const hashes = sizes.map((_, index) => Buffer.from(secretHash(`postern_${index + 1}`)));
  await superuser.query(
    `insert into token_lookup (sha256, token_id, account_id, role)
     select hash, token_id, id, 'super-admin' from filled_account
     join unnest($1::bytea[]) with ordinality as given (hash, at_place) on at_place = place`,
    [hashes],
  );
}

/** Most accounts are small and some are large, in the ratios of a harmonic series. */
function sizesOf(domains: number, accounts: number): number[] {
  const large = largest.map((share) => Math.max(1, Math.floor(domains / share)));
  const rest = domains - large.reduce((sum, size) => sum + size, 0);
  const weights = Array.from({ length: accounts - large.length }, (_, index) => 1 / (index + 10));
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  const small = weights.map((weight) => Math.floor((rest * weight) / whole));
  small[0]! += rest - small.reduce((sum, size) => sum + size, 0);
  return [...large, ...small];
}

const templateTable = `
  create temp table template as
    select * from jsonb_to_recordset($1) as t (endpoint text, passed text, failed text, failure text, warning text)`;

/**
 * One row for each domain. Four fifths of an account come in one import on a day of the last year, the others one by one. A
 * tenth has servers of its own, the others are customers of 400 providers, most of them of the first ones. Half of the
 * domains changed once after their save. Of what is older than 91 days, only what housekeeping keeps is there.
 */
const planDomains = `
  create temp table planned as
  with numbered as materialized (
    select a.id as account_id, a.token_id, coalesce(a.data_center, '') as home, a.place, n,
      $1 || a.place || '-' || n as salt, 1 + (a.place * 7 + n) % 4 as suffix,
      n % 1000 = 500 and n <= 100000 as is_attempt
    from filled_account a, generate_series(1, a.domains) n
  ), named as materialized (
    select numbered.*, 'd' || n || '-' || substr(md5(salt), 1, 6) || '.' as label,
      case when is_attempt then 'unverified' when n % 97 = 7 then 'queued'
        when pg_temp.share(salt || 'state') < 0.03 then 'failed' else 'passed' end as state,
      case when n % 4 = 3 then 'exchange' else 'imap' end as kind,
      case when n % 97 = 7 then pg_temp.share(salt || 'at') / 24
        else 366 * pg_temp.share(case when n % 5 > 0 then $1 || 'import' || place else salt || 'at' end) end as days_old
    from numbered
  ), dated as materialized (
    select named.*, label || ($3::text[])[suffix] as domain, label || ($4::text[])[suffix] as display_domain,
      date_trunc('milliseconds', $2::timestamptz - make_interval(secs => 60 + n * 0.0001 + days_old * 86400)) as created_at,
      state in ('passed', 'failed') and pg_temp.share(salt || 'twice') < 0.5 as is_changed,
      case when pg_temp.share(salt || 'own') < 0.1 then label || ($3::text[])[suffix]
        else 'provider' || power(400, pg_temp.share(salt || 'provider'))::int || '.example.net' end as provider
    from named
  )
  select account_id, token_id, home, domain, display_domain, created_at, kind, is_attempt, state, is_changed,
    pg_temp.id_at(created_at, salt) as id, pg_temp.id_at(created_at, salt || 'event') as event_id,
    pg_temp.id_at(created_at, salt || 'save') as save_id,
    case when is_changed then pg_temp.id_at(changed_at, salt || 'change') end as change_id, changed_at,
    case when is_changed and state = 'failed' then 'passed' else state end as save_state,
    created_at > $2::timestamptz - interval '91 days' as is_recent,
    case kind when 'imap' then 'imap.' || provider else 'mail.' || provider end as host, 'smtp.' || provider as smtp_host,
    case when state = 'passed' and pg_temp.share(salt || 'warned') < 0.02 then jsonb_build_array(
      replace((select warning from template t where t.endpoint = kind), '@host@',
        case kind when 'imap' then 'imap.' || provider else 'mail.' || provider end)::jsonb) else '[]' end as warnings,
    case kind when 'imap' then jsonb_build_object('kind', 'imap', 'allowNonSecureCertificate', false,
        'imap', jsonb_build_object('host', 'imap.' || provider, 'port', 993, 'tls', 'implicit'),
        'smtp', jsonb_build_object('host', 'smtp.' || provider, 'port', 587, 'tls', 'starttls'))
      else jsonb_build_object('kind', 'exchange',
        'exchange', jsonb_build_object('url', 'https://mail.' || provider || '/EWS/Exchange.asmx')) end as servers
  from dated, lateral (select date_trunc('milliseconds',
    created_at + ($2::timestamptz - created_at) * pg_temp.share(salt || 'changed')) as changed_at) c
  order by created_at`;

const failureOf = `replace((select failure from template t where t.endpoint = kind), '@host@', host)::jsonb`;

const fillSettings = `
  insert into mail_settings (id, account_id, domain, display_domain, kind, imap_host, imap_port, imap_tls, smtp_host,
    smtp_port, smtp_tls, exchange_url, origin, verification_state, verification_id, verification_at,
    verification_failure, verification_warnings, verified_at, created_at, created_by, updated_at, updated_by)
  select id, account_id, domain, display_domain, kind, servers #>> '{imap,host}', (servers #>> '{imap,port}')::int,
    servers #>> '{imap,tls}', servers #>> '{smtp,host}', (servers #>> '{smtp,port}')::int, servers #>> '{smtp,tls}',
    servers #>> '{exchange,url}', case when is_attempt then 'attempt' else 'admin' end, state,
    case when not is_attempt then coalesce(change_id, save_id) end,
    case when is_changed then changed_at when not is_attempt then created_at end,
    case when state = 'failed' then ${failureOf} end, warnings,
    case when state = 'passed' and is_changed then changed_at when save_state = 'passed' then created_at end,
    created_at, 'Administrator', created_at, 'Administrator'
  from planned`;

/** Servers have ids from their keys, so that no join is needed. */
const fillSchedule = `
  create temp table target as
    select account_id, id as settings_id, home, endpoint, server ->> 'host' as host, (server ->> 'port')::int as port,
      server ->> 'tls' as tls, path, md5(home || endpoint || (server ->> 'host'))::uuid as server_id
    from planned, lateral (values ('imap', servers -> 'imap', ''), ('smtp', servers -> 'smtp', ''),
      ('exchange', case kind when 'exchange' then jsonb_build_object('host', planned.host, 'port', 443, 'tls', 'implicit') end,
        '/EWS/Exchange.asmx')) t (endpoint, server, path)
    where not is_attempt and server is not null;
  insert into monitored_server (id, data_center, endpoint, host, port, tls, path, due_at)
    select distinct on (server_id) server_id, home, endpoint, host, port, tls, path,
      now() + make_interval(secs => 86400 * pg_temp.share(server_id::text)) from target;
  insert into monitored_domain (server_id, settings_id, account_id) select server_id, settings_id, account_id from target;
  insert into account_server (server_id, account_id, look_at)
    select distinct t.server_id, t.account_id, s.due_at from target t join monitored_server s on s.id = t.server_id;
  drop table target`;

const fillEvents = `
  insert into audit_event (id, account_id, at, actor_id, actor, action, subject, after)
  select event_id, account_id, created_at, token_id, 'Administrator', 'mail-settings.created', domain, servers
  from planned where not is_attempt`;

const report = (endpoint: string, state: string, at: string): string =>
  `replace((select ${state} from template where endpoint = '${endpoint}'), '@host@', ${at})`;
const reports = (state: string): string => `('[' || case kind
  when 'imap' then ${report('imap', state, 'host')} || ',' || ${report('smtp', 'passed', 'smtp_host')}
  else ${report('exchange', state, 'host')} end || ']')::jsonb`;

const fillVerifications = `
  insert into verification (id, account_id, settings_id, revision, domain, trigger, servers, state, started_by, created_at,
    started_at, finished_at, failure, warnings, endpoints)
  select v.id, account_id, planned.id, 1, domain, v.trigger, servers, v.outcome, v.started_by, v.at,
    case when v.outcome <> 'queued' then v.at end, case when v.outcome <> 'queued' then v.at + interval '900 milliseconds' end,
    case when v.outcome = 'failed' then ${failureOf} end,
    case when v.id = coalesce(change_id, save_id) then warnings else '[]' end,
    case v.outcome when 'queued' then '[]' when 'failed' then ${reports('failed')} else ${reports('passed')} end
  from planned, lateral (values ('save', save_id, save_state, created_at, token_id), ('schedule', change_id, state, changed_at, null))
    v (trigger, id, outcome, at, started_by)
  where not is_attempt and v.id is not null and (is_recent or v.id = coalesce(change_id, save_id) or state <> save_state)
  order by v.at`;

const fillJobs = `
  insert into verification_job (verification_id, account_id, queued_at, servers, data_center, urgency)
  select save_id, account_id, created_at, case kind when 'imap' then array[host || ':993', smtp_host || ':587'] else array[host || ':443'] end,
    home, 2 from planned where state = 'queued';
  insert into waiting_account (account_id, urgency, data_center) select distinct account_id, 2, home from planned where state = 'queued'`;
