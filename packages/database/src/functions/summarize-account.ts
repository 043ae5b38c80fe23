import type { Database } from '../database.js';
import { preparedQuery } from '../prepared-query.js';
import { isHintShown } from '../server-hints.js';
import { planByKey } from './plan-by-key.js';

/**
 * Counts the domains of an account by origin, kind and state, in an index alone. One range of the index for each group:
 * grouping 100,000 rows by three texts takes twice the time.
 */
export const countAccountDomainsFunction = `
  create or replace function count_account_domains(owner uuid)
  returns table (origin text, kind text, state text, domains int)
  language plpgsql ${planByKey} as $$
  begin
    perform set_config('postern.account_id', owner::text, true);
    return query
      select g.origin, g.kind, g.state, (
          select count(*) from mail_settings s
          where s.account_id = owner and s.origin = g.origin and s.kind = g.kind and s.verification_state = g.state
        )::int
      from (
        select * from unnest(array['admin', 'attempt']) origin, unnest(array['imap', 'exchange']) kind,
          unnest(array['unverified', 'queued', 'running', 'passed', 'failed']) state
      ) g;
  end $$;
`;

/**
 * Counts the failures of an account by server and code, and its certificates that end soon: at most 50 rows of each, which
 * say how many there are in all. A failure names its server by endpoint; the Exchange server is the host of the URL.
 */
export const summarizeAccountFunction = `
  create or replace function summarize_account(owner uuid) returns jsonb
  language plpgsql ${planByKey} as $$
  declare
    server record;
    next_check timestamptz;
  begin
    perform set_config('postern.account_id', owner::text, true);
    -- The account's servers in the order of look_at, which is never later than due_at: the first few say which is due next.
    for server in
      select u.look_at, (select m.due_at from monitored_server m where m.id = u.server_id
        and exists (select from monitored_domain d where d.server_id = m.id and d.account_id = owner)) as due_at
      from account_server u where u.account_id = owner order by u.look_at
    loop
      exit when server.look_at >= next_check;
      next_check := least(next_check, server.due_at);
    end loop;
    return jsonb_build_object(
      'failures', (
        select coalesce(jsonb_agg(f), '[]') from (
          select case s.verification_failure ->> 'endpoint'
              when 'imap' then s.imap_host || ':' || s.imap_port
              when 'smtp' then s.smtp_host || ':' || s.smtp_port
              else split_part(s.exchange_url, '/', 3) end as server,
            s.verification_failure ->> 'endpoint' as endpoint, s.verification_failure ->> 'code' as code,
            s.verification_failure ->> 'field' as field, count(*) as count, count(*) over () as rows,
            min(coalesce(s.failing_since, s.verification_at)) as since,
            case when count(*) = 1 then min(s.domain) end as domain
          from mail_settings s
          where s.account_id = owner and s.origin = 'admin' and s.verification_state = 'failed'
          group by 1, 2, 3, 4 order by count(*) desc, 1 limit 50) f),
      'certificates', (
        select coalesce(jsonb_agg(e), '[]') from (
          select case w ->> 'endpoint'
              when 'imap' then s.imap_host || ':' || s.imap_port
              when 'smtp' then s.smtp_host || ':' || s.smtp_port
              else split_part(s.exchange_url, '/', 3) end as server,
            min((w ->> 'daysLeft')::int) as "daysLeft", count(*) as domains, count(*) over () as rows
          from mail_settings s, jsonb_array_elements(s.verification_warnings) w
          where s.account_id = owner and s.origin = 'admin' and s.verification_warnings <> '[]'
            and w ->> 'code' = 'cert-expires-soon'
          group by 1 order by 2, 1 limit 50) e),
      'oldestAttempt', (
        select min(s.created_at) from mail_settings s where s.account_id = owner and s.origin = 'attempt'),
      'hints', (
        select jsonb_build_object('count', count(*), 'since', min(h.discovered ->> 'at'),
          'domain', case when count(*) = 1 then min(s.domain) end)
        from server_hint h, mail_settings s where h.account_id = owner and ${isHintShown}),
      'nextCheckAt', next_check);
  end $$;
`;

/** A time is text as PostgreSQL writes it into JSON, with an offset. */
export type AccountSummary = {
  readonly counts: readonly {
    readonly origin: 'admin' | 'attempt';
    readonly kind: 'imap' | 'exchange';
    readonly state: string;
    readonly domains: number;
  }[];
  readonly failures: readonly {
    readonly server: string | null;
    readonly endpoint: string;
    readonly code: string;
    readonly field: string | null;
    readonly count: number;
    readonly since: string;
    readonly domain: string | null;
    /** How many rows there are without the limit. */
    readonly rows: number;
  }[];
  readonly certificates: readonly {
    readonly server: string;
    readonly daysLeft: number;
    readonly domains: number;
    readonly rows: number;
  }[];
  readonly oldestAttempt: string | null;
  /** Domains whose provider publishes other servers. */
  readonly hints: {
    readonly count: number;
    readonly since: string | null;
    readonly domain: string | null;
  };
  readonly nextCheckAt: string | null;
};

const counting = { name: 'count-account-domains', text: 'select * from count_account_domains($1)' };
const summarizing = { name: 'summarize-account', text: 'select summarize_account($1) as summary' };

/**
 * Reads what the overview of an account shows, by two statements at once: counting 100,000 domains takes as long as
 * reading those that fail or have a warning.
 */
export async function summarizeAccount(database: Database, accountId: string): Promise<AccountSummary> {
  const [counts, [row]] = await Promise.all([
    preparedQuery<AccountSummary['counts'][number]>(database, counting, [accountId]),
    preparedQuery<{ summary: Omit<AccountSummary, 'counts'> }>(database, summarizing, [accountId]),
  ]);
  return { ...row!.summary, counts };
}
