/**
 * Hints: servers that a trusted source publishes for a domain with other settings (`server-hints.ts`). Domains are looked at
 * once a week, account by account (`functions/queue-searches.ts`).
 */
export const hintsSchema = `
  create table server_hint (
    id uuid primary key,
    settings_id uuid not null references mail_settings on delete cascade,
    account_id uuid not null references account on delete cascade,
    -- Without what an admin allows for them.
    servers jsonb not null,
    -- Which source named them, how far it is trusted, and when.
    discovered jsonb not null,
    -- The last check of these servers; the hint is shown if it passed.
    verification_id uuid not null,
    -- When an admin dismissed these servers, which are not shown again; null if nobody did.
    dismissed_at timestamptz(3),
    unique (settings_id, servers)
  );
  create index server_hint_account_id_idx on server_hint (account_id) where dismissed_at is null;
  alter table server_hint enable row level security, force row level security;
  create policy own_account on server_hint using (account_id = current_setting('postern.account_id')::uuid);

  -- The weekly search: one row for all domains of an account. Any api reads it, so it has no policy.
  create table account_search (
    account_id uuid primary key references account on delete cascade,
    -- When the next domain is searched; the first time at random, so that accounts are spread over the week.
    next_at timestamptz(3) not null default now() + random() * interval '7 days',
    -- The settings whose domain was searched last; null between two rounds.
    after_settings_id uuid,
    -- The time between two domains, so that a round takes a week; determined when the round begins.
    every interval not null default interval '7 days'
  );
  create index account_search_next_at_idx on account_search (next_at);

  create or replace function monitor_account() returns trigger language plpgsql as $$
  begin
    insert into monitored_account (account_id, data_center) values (new.id, coalesce(new.data_center, ''));
    insert into account_search (account_id) values (new.id);
    return null;
  end $$;
  select set_config('postern.operator', 'on', true);
  insert into account_search (account_id) select id from account;
  select set_config('postern.operator', 'off', true);
`;
