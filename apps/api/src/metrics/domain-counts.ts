import { asOperator, type Database } from '@postern/database/database';

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

/** Seconds that the oldest verification has been due without a worker on it; 0 when none waits. */
export async function queueAgeSeconds(database: Database): Promise<number> {
  const [row] = await database.em.fork().execute<{ age: string | null }[]>(
    `select extract(epoch from now() - min(v.due_at)) as age from verification_job v
     where lease_until is null or lease_until < now()`,
  );
  return Math.max(0, Number(row?.age ?? 0));
}
