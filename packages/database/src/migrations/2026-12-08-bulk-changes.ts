/**
 * Changes of many domains: how far each is, and what it left as it was. An account has one at a time. `lease_until` is
 * renewed by the process that changes; a running change whose lease ran out has lost its process.
 */
export const bulkChangesSchema = `
  create table bulk_change (
    id uuid primary key,
    account_id uuid not null references account on delete cascade,
    action text not null,
    state text not null default 'running' check (state in ('running', 'done', 'stopped', 'interrupted')),
    domains int not null,
    processed int not null default 0,
    changed int not null default 0,
    failures jsonb not null default '[]',
    is_stop_wanted boolean not null default false,
    created_at timestamptz(3) not null default now(),
    finished_at timestamptz(3),
    lease_until timestamptz(3)
  );
  create index bulk_change_account_id_id_idx on bulk_change (account_id, id);
  create unique index bulk_change_running_idx on bulk_change (account_id) where state = 'running';
  alter table bulk_change enable row level security, force row level security;
  create policy own_account on bulk_change using (account_id = current_setting('postern.account_id')::uuid);
`;
