/** Events of accounts, the webhooks that receive them, and their deliveries (`webhooks.ts`, `deliveries.ts`). */
export const webhooksSchema = `
  create table webhook (
    id uuid primary key,
    account_id uuid not null references account on delete cascade,
    url text not null,
    -- The types of the events that it receives; null for all.
    events jsonb,
    description text not null,
    is_enabled boolean not null,
    -- Why Postern switched it off; null while it is on, or when a person switched it off.
    switched_off text check (switched_off in ('gone', 'failing')),
    sealed_secret text not null,
    -- The secret before the last rotation; it signs too until the time beside it.
    sealed_old_secret text,
    old_secret_until timestamptz(3),
    -- When the first attempt after the last success failed.
    failing_since timestamptz(3),
    created_at timestamptz(3) not null default now(),
    created_by text not null
  );
  create index webhook_account_id_idx on webhook (account_id, id);

  create table event (
    id uuid primary key,
    account_id uuid not null references account on delete cascade,
    type text not null,
    -- Null for what concerns the account.
    domain text,
    payload jsonb not null,
    at timestamptz(3) not null default now()
  );
  create index event_account_id_idx on event (account_id, id);

  create table webhook_delivery (
    id uuid primary key,
    account_id uuid not null references account on delete cascade,
    webhook_id uuid not null references webhook on delete cascade,
    event_id uuid not null references event on delete cascade,
    state text not null default 'waiting' check (state in ('waiting', 'delivered', 'failed', 'discarded')),
    attempts int not null default 0,
    -- Of the last attempt: the status of the answer, or why there was none, and how long it took.
    status int,
    failure text,
    duration_ms int,
    next_attempt_at timestamptz(3),
    ended_at timestamptz(3)
  );
  create index webhook_delivery_webhook_id_idx on webhook_delivery (webhook_id, id);
  create index webhook_delivery_event_id_idx on webhook_delivery (event_id);

  -- What is still to be sent. Any worker reads it, so it has no policy, and a hash in place of the domain.
  create table webhook_job (
    delivery_id uuid primary key references webhook_delivery on delete cascade,
    account_id uuid not null references account on delete cascade,
    webhook_id uuid not null references webhook on delete cascade,
    -- A hash of the domain: of each webhook and domain one delivery is sent after the other.
    stream bigint not null,
    data_center text not null,
    -- How often it was tried since it was queued.
    attempts int not null default 0,
    next_at timestamptz(3) not null default now(),
    dispatched_until timestamptz(3),
    lease_until timestamptz(3)
  );
  create index webhook_job_webhook_id_next_at_idx on webhook_job (webhook_id, next_at);
  create index webhook_job_stream_idx on webhook_job (webhook_id, stream, delivery_id);
  create index webhook_job_account_id_idx on webhook_job (account_id);

  -- What an account is told once, such as that a certificate has 7 days left.
  create table told_once (
    account_id uuid not null references account on delete cascade,
    fact text not null,
    at timestamptz(3) not null default now(),
    primary key (account_id, fact)
  );

  alter table webhook enable row level security, force row level security;
  create policy own_account on webhook using (account_id = current_setting('postern.account_id')::uuid);
  alter table event enable row level security, force row level security;
  create policy own_account on event using (account_id = current_setting('postern.account_id')::uuid);
  alter table webhook_delivery enable row level security, force row level security;
  create policy own_account on webhook_delivery using (account_id = current_setting('postern.account_id')::uuid);
  alter table told_once enable row level security, force row level security;
  create policy own_account on told_once using (account_id = current_setting('postern.account_id')::uuid);

  -- When the domain turned from passed or new to failed; null while it does not fail. A save does not change it.
  alter table mail_settings add failing_since timestamptz(3);
`;
