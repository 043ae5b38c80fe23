/**
 * What the scheduled measurements of each day found, for 30 days. A server is shared by accounts, and a measurement says
 * nothing of an account; `account_server.since` keeps an account from reading days before it used the server, which
 * would tell that another account did.
 */
export const serverDaysSchema = `
  create table server_day (
    server_id uuid not null references monitored_server on delete cascade,
    day date not null,
    checks int not null,
    failures int not null,
    -- The time that all measurements without a failure took together.
    passed_ms int not null,
    primary key (server_id, day)
  );
  create index server_day_day_idx on server_day (day);
  alter table account_server add column since timestamptz(3) not null default now();
`;
