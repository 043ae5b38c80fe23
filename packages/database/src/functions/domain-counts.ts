import { asOperator, type Database } from '../database.js';

/**
 * Counts the domains of all accounts, for an operator: each account is named before its rows are counted, so the
 * policies stay as they are, and only numbers are returned. Throws outside of an operator's context.
 */
export const domainCountsFunction = `
  create or replace function domain_counts()
  returns table (state text, code text, domains bigint, certificate_days int)
  language plpgsql stable as $$
  declare account record;
  begin
    if current_setting('postern.operator', true) is distinct from 'on' then
      raise insufficient_privilege using message = 'domain_counts is for operators';
    end if;
    for account in select id from account loop
      perform set_config('postern.account_id', account.id::text, true);
      return query
        select s.verification_state, coalesce(s.verification_failure ->> 'code', ''), count(*),
          min((select min((w ->> 'daysLeft')::int) from jsonb_array_elements(s.verification_warnings) w))
        from mail_settings s where s.account_id = account.id and s.origin = 'admin'
        group by 1, 2;
    end loop;
  end $$;
`;

/** How many domains are in a state; `code` is the failure's, empty if there is none. */
type DomainCount = { readonly state: string; readonly code: string; readonly domains: number };

export type DomainCounts = {
  readonly counts: readonly DomainCount[];
  /** Days left of the certificate that ends first; null when none ends within the 30 days that are warned of. */
  readonly certificateDays: number | null;
};

type CountRow = { state: string; code: string; domains: string; certificate_days: number | null };

/** Counts all accounts' domains by their last verification. */
export async function countDomains(database: Database): Promise<DomainCounts> {
  const rows = await asOperator(database).execute<CountRow[]>(
    `select state, code, sum(domains) as domains, min(certificate_days) as certificate_days
     from domain_counts() group by state, code`,
  );
  const days = rows.flatMap(({ certificate_days }) => (certificate_days === null ? [] : [certificate_days]));
  return {
    counts: rows.map(({ state, code, domains }) => ({ state, code, domains: Number(domains) })),
    certificateDays: days.length === 0 ? null : Math.min(...days),
  };
}
