/**
 * People whom a provider (OpenID Connect) signs in. A session belongs to a token, or to a person with the role that the
 * provider named for it. `sealed_grant` holds the provider's tokens of the session. A session whose `expires_at` is near
 * is asked about again until `renewable_until`, by the process that took it with `checked_by_until`. Keys of idempotency
 * belong to whoever sent the request, and are deleted after 24 hours.
 */
export const peopleSchema = `
  create table person (
    id uuid primary key,
    issuer text not null,
    subject text not null,
    account_id uuid references account on delete cascade,
    name text not null,
    address text,
    signed_in_at timestamptz(3) not null default now(),
    constraint person_issuer_subject_account_id_key unique nulls not distinct (issuer, subject, account_id)
  );
  create index person_account_id_idx on person (account_id);
  alter table person enable row level security, force row level security;
  create policy own_account on person using (
    case when current_setting('postern.operator', true) = 'on' then true
      else account_id = current_setting('postern.account_id')::uuid end);
  -- The audit log of an account names the operators who worked in it.
  create policy operators on person for select using (account_id is null);

  alter table session alter column token_id drop not null,
    add column person_id uuid references person on delete cascade,
    add column account_id uuid,
    add column role text,
    add column sealed_grant text,
    add column renewable_until timestamptz(3),
    add column checked_by_until timestamptz(3),
    add constraint session_has_one_holder check ((token_id is null) <> (person_id is null)),
    add constraint session_of_person_has_role check ((person_id is null) = (role is null));
  alter table creation_key drop constraint creation_key_token_id_fkey;
`;
