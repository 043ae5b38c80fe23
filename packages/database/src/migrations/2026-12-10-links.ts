/**
 * Links for IT. A link belongs to its account and not to the token that made it. `link_lookup` is read before the account is
 * known, so it has no policy; the domains in its limits are only returned to who has the secret.
 */
export const linksSchema = `
  create table link (
    id uuid primary key,
    account_id uuid not null references account on delete cascade,
    created_at timestamptz(3) not null default now(),
    created_by text not null,
    -- Who said that the rules are applied, and on which day; null until somebody did.
    applied_by text,
    applied_on date
  );
  create index link_account_id_id_idx on link (account_id, id);
  alter table link enable row level security, force row level security;
  create policy own_account on link using (account_id = current_setting('postern.account_id')::uuid);

  create table link_lookup (
    sha256 bytea primary key,
    link_id uuid not null unique references link on delete cascade,
    account_id uuid not null,
    expires_at timestamptz(3) not null,
    -- The first use.
    opened_at timestamptz(3),
    limits jsonb
  );
`;
