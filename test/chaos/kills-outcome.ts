import type { Client } from 'pg';
import type { App } from '../end-to-end/start-stack.js';

export type Outcome = Counts & {
  readonly backend: string;
  readonly seed: number;
  readonly killed: Readonly<Record<App, number>>;
  readonly saves: number;
  /** Requests that were sent again because the api had ended or was starting. */
  readonly repeated: number;
  /** The most sessions of PostgreSQL that were seen at once. */
  readonly mostSessions: number;
  readonly violations: readonly string[];
};

type Counts = {
  readonly passed: number;
  readonly failed: number;
  /** Seconds from the save to the result. */
  readonly p50: number;
  readonly p95: number;
  readonly slowest: number;
};

/**
 * Counts the final states that are written for each verification. The table is in a schema of its own: workers refuse to
 * start while their schema has a table that they may not read.
 */
export async function countFinalStates(superuser: Client): Promise<void> {
  await superuser.query(`
    create schema chaos;
    create table chaos.finished (id uuid);
    create function chaos.count_finished() returns trigger language plpgsql security definer as $$
      begin insert into chaos.finished values (new.id); return new; end $$;
    create trigger count_finished after update on verification for each row
      when (old.state in ('queued', 'running') and new.state in ('passed', 'failed', 'superseded'))
      execute function chaos.count_finished()`);
}

export async function readOutcome(observer: Client, ids: readonly string[]): Promise<Counts> {
  const { rows } = await observer.query<Counts>(
    `select count(*) filter (where state = 'passed')::int as passed,
       count(*) filter (where state = 'failed')::int as failed,
       percentile_cont(0.5) within group (order by extract(epoch from finished_at - created_at))::float as p50,
       percentile_cont(0.95) within group (order by extract(epoch from finished_at - created_at))::float as p95,
       max(extract(epoch from finished_at - created_at))::float as slowest
     from verification where id = any ($1)`,
    [ids],
  );
  return rows[0]!;
}

/** What must never be, each with the number of its cases. */
const wrongs: readonly (readonly [name: string, query: string])[] = [
  [
    'requests whose verification is gone',
    `select 1 from unnest($1::uuid[]) id where id not in (select id from verification)`,
  ],
  [
    'verifications that no request knows',
    `select 1 from verification where trigger <> 'schedule' and id <> all ($1)`,
  ],
  [
    'verifications without an end',
    `select 1 from verification where state in ('queued', 'running') and id = any ($1)`,
  ],
  [
    'verifications that ended more than once',
    `select 1 from chaos.finished where id = any ($1) group by id having count(*) > 1`,
  ],
  [
    'verifications without a report',
    `select 1 from verification where id = any ($1) and (endpoints = '[]' or finished_at is null)`,
  ],
  [
    'verifications of good servers that failed',
    `select 1 from verification where id = any ($1) and state <> 'passed' and not with_login`,
  ],
  [
    'settings that do not show their result',
    `select 1 from mail_settings s join verification v on v.id = s.verification_id where s.verification_state <> v.state
       and v.id = any ($1)`,
  ],
];

export async function findViolations(observer: Client, ids: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const [name, query] of wrongs) {
    const { rows } = await observer.query<{ count: number }>(
      `select count(*)::int as count from (${query}) wrong where $1::uuid[] is not null`,
      [ids],
    );
    if (rows[0]!.count > 0) found.push(`${rows[0]!.count} ${name}`);
  }
  return found;
}

/** The table at the end of a run: a column for each queue. */
export function outcomeTable(outcomes: readonly Outcome[]): string {
  const rows: readonly (readonly [string, (outcome: Outcome) => string | number])[] = [
    ['queue', ({ backend }) => backend],
    ['seed', ({ seed }) => seed],
    ['workers killed', ({ killed }) => killed.worker],
    ['apis killed', ({ killed }) => killed.api],
    ['saves and logins', ({ saves }) => saves],
    ['requests repeated', ({ repeated }) => repeated],
    ['passed', ({ passed }) => passed],
    ['failed', ({ failed }) => failed],
    ['p50 to the result, s', ({ p50 }) => p50.toFixed(1)],
    ['p95 to the result, s', ({ p95 }) => p95.toFixed(1)],
    ['slowest, s', ({ slowest }) => slowest.toFixed(1)],
    ['most sessions', ({ mostSessions }) => mostSessions],
    ['violations', ({ violations }) => violations.length],
  ];
  const lines = rows.map(([name, of]) =>
    [name.padEnd(24), ...outcomes.map((outcome) => String(of(outcome)).padStart(12))].join(''),
  );
  const told = outcomes.flatMap(({ backend, violations }) =>
    violations.map((violation) => `${backend}: ${violation}`),
  );
  return [...lines, ...told].join('\n');
}
