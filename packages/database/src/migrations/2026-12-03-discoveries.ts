/** Discoveries of a domain's servers, which wait and run as jobs of the scheduler (`discoveries.ts`). */
export const discoveriesSchema = `
  create table discovery (
    id uuid primary key,
    account_id uuid not null references account on delete cascade,
    domain text not null,
    -- The sealed address that was given; null if only the domain was.
    sealed_email text,
    -- Whoever started it is shown no candidate that an unsigned answer names.
    trusted_only boolean not null,
    started_by uuid,
    created_at timestamptz(3) not null default now(),
    started_at timestamptz(3),
    -- Null while it waits or runs.
    finished_at timestamptz(3),
    -- Sealed, because the sources are asked with the address: what they answered so far, and the candidates at the end.
    sealed_result text
  );
  create index discovery_account_id_domain_idx on discovery (account_id, domain);
  alter table discovery enable row level security, force row level security;
  create policy own_account on discovery using (account_id = current_setting('postern.account_id')::uuid);

  alter table verification_job
    -- A job is that of the verification, or of the discovery, whose id it has.
    drop constraint verification_job_verification_id_fkey,
    add foreign key (account_id) references account on delete cascade,
    -- The same id, if it is a discovery's; null for a verification's.
    add discovery_id uuid references discovery on delete cascade;
  create unique index verification_job_discovery_id_idx on verification_job (discovery_id)
    where discovery_id is not null;
`;
