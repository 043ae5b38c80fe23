/** Certificate authorities that an account trusts for the servers of its own domains. */
export const certificateAuthoritiesSchema = `
  create table certificate_authority (
    id uuid primary key,
    account_id uuid not null references account on delete cascade,
    created_at timestamptz(3) not null default now(),
    created_by text not null,
    name text not null,
    -- The certificate in PEM; no private key is ever stored.
    pem text not null,
    -- SHA-256 of the certificate in DER, in hex.
    sha256 text not null,
    unique (account_id, sha256)
  );
  alter table certificate_authority enable row level security, force row level security;
  create policy own_account on certificate_authority
    using (account_id = current_setting('postern.account_id')::uuid);

  -- It returns the authorities as well.
  drop function if exists claim_verification(uuid, int);
`;
