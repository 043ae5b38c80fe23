import { asOperator, withoutAccount, type Database } from '../database.js';
import { planByKey } from './plan-by-key.js';

/**
 * Counts the domains of all accounts, for an operator: each account is named before its rows are counted, so the
 * policies stay as they are, and only numbers are returned. States are counted in an index; only domains that failed, and
 * those with warnings, are read. Throws outside of an operator's context.
 */
export const domainCountsFunction = `
  create or replace function domain_counts()
  returns table (state text, code text, domains bigint, certificate_days int)
  language plpgsql stable ${planByKey} as $$
  declare account record;
  begin
    if current_setting('postern.operator', true) is distinct from 'on' then
      raise insufficient_privilege using message = 'domain_counts is for operators';
    end if;
    for account in select id from account loop
      perform set_config('postern.account_id', account.id::text, true);
      return query
        -- One range of an index for each count, as in count_account_domains.
        select g.state, '', (
            select count(*) from mail_settings s
            where s.account_id = account.id and s.origin = 'admin' and s.kind = g.kind and s.verification_state = g.state
          ), null::int
        from (
          select * from unnest(array['imap', 'exchange']) kind,
            unnest(array['unverified', 'queued', 'running', 'passed']) state
        ) g;
      return query
        select 'failed', coalesce(s.verification_failure ->> 'code', ''), count(*), null::int
        from mail_settings s
        where s.account_id = account.id and s.origin = 'admin' and s.verification_state = 'failed'
        group by 2;
      return query
        select '', '', 0::bigint, min((w ->> 'daysLeft')::int)
        from mail_settings s, jsonb_array_elements(s.verification_warnings) w
        where s.account_id = account.id and s.origin = 'admin' and s.verification_warnings <> '[]';
    end loop;
  end $$;
`;

/** How many domains are in a state; `code` is the failure's, empty if there is none. */
type DomainCount = { readonly state: string; readonly code: string; readonly domains: number };

export type DomainCounts = {
  readonly counts: readonly DomainCount[];
  /** Days left of the certificate that ends first; null when none ends within the 30 days that are warned of. */
  readonly certificateDays: number | null;
  /** When they were counted, in seconds since 1970. */
  readonly countedAt: number;
};

/** Reads what was counted last, which takes as long however many domains there are; `null` if nothing was counted yet. */
export async function readDomainCounts(database: Database): Promise<DomainCounts | null> {
  const [row] = await withoutAccount(database).execute<
    { counts: DomainCount[]; certificateDays: number | null; countedAt: string }[]
  >(
    `select counts, certificate_days as "certificateDays", extract(epoch from counted_at) as "countedAt"
     from domain_count where counted_at is not null`,
  );
  return row === undefined ? null : { ...row, countedAt: Number(row.countedAt) };
}

/** Not more often than this, and for at most a twentieth of the time. */
const secondsBetweenCounts = 15;
const shareOfTime = 20;

/**
 * Counts the domains of all accounts unless any process began to count within the last 15 s, or within 20 times as long as
 * the last count took. Takes a second for a million domains.
 */
export async function countDomains(database: Database): Promise<void> {
  const begun = await withoutAccount(database).execute<object[]>(
    `insert into domain_count (begun_at) values (now())
     on conflict (id) do update set begun_at = now()
       where domain_count.begun_at < now() - make_interval(secs => greatest(?, domain_count.took_ms / 1000.0 * ?))
     returning id`,
    [secondsBetweenCounts, shareOfTime],
  );
  if (begun.length === 0) return;
  await asOperator(database).execute(
    `with counted as materialized (select * from domain_counts()),
       summed as (select state, code, sum(domains) as domains from counted where domains > 0 group by state, code)
     update domain_count set counted_at = now(), took_ms = extract(epoch from clock_timestamp() - now()) * 1000,
       counts = coalesce((select jsonb_agg(s) from summed s), '[]'),
       certificate_days = (select min(certificate_days) from counted)`,
  );
}
