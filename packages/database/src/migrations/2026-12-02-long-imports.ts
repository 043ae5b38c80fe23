/**
 * Imports that take longer than their request: how far each is, and how it ended. `lease_until` is renewed by the process
 * that imports; a running import whose lease ran out has lost its process, and with it its transaction.
 */
export const longImportsSchema = `
  create table long_import (
    id uuid primary key,
    account_id uuid not null references account on delete cascade,
    state text not null default 'running' check (state in ('running', 'done', 'refused', 'failed')),
    dry_run boolean not null,
    rows int not null,
    rows_done int not null default 0,
    result jsonb,
    problem jsonb,
    created_at timestamptz(3) not null default now(),
    finished_at timestamptz(3),
    lease_until timestamptz(3)
  );
  create index long_import_account_id_created_at_idx on long_import (account_id, created_at);
  alter table long_import enable row level security, force row level security;
  create policy own_account on long_import using (account_id = current_setting('postern.account_id')::uuid);
`;
