/**
 * One row: the numbers of domains that the metrics show, and when they were counted. Whoever reads the metrics reads this
 * row, however many domains there are.
 */
export const domainCountSchema = `
  create table domain_count (
    id boolean primary key default true check (id),
    -- When a process last began to count; another one waits for a multiple of the time that counting took.
    begun_at timestamptz(3) not null,
    took_ms int not null default 0,
    -- Null until the first count has ended, as the other columns.
    counted_at timestamptz(3),
    counts jsonb,
    certificate_days int
  );
`;
