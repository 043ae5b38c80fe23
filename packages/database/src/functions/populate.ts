/**
 * Finds, for many requests in one round trip, who holds each secret and what is configured for each domain. plpgsql
 * runs its statements in order, so each account is named before its guarded rows are read. A place without a row means
 * that nobody holds its secret. An operator's token has no account; the request names one.
 */
export const populateFunction = `
  create or replace function populate(secrets bytea[], named_accounts uuid[], domains text[])
  returns table (
    place int, token_id uuid, account_id uuid, role text, is_session boolean, kind text,
    imap_host text, imap_port int, imap_tls text, smtp_host text, smtp_port int, smtp_tls text,
    allow_non_secure_certificate boolean, exchange_url text, updated_at timestamptz, verified_at timestamptz
  ) language plpgsql as $$
  #variable_conflict use_column
  declare who record;
  begin
    for at in 1 .. cardinality(secrets) loop
      select * into who from holder(secrets[at]);
      continue when not found;
      -- An operator who named none gets an account that nobody has, and so no settings.
      who.account_id := coalesce(who.account_id, named_accounts[at]);
      perform set_config('postern.account_id',
        coalesce(who.account_id, '00000000-0000-0000-0000-000000000000')::text, true);
      return query
        select at, who.token_id, who.account_id, who.role, who.is_session, s.kind,
          s.imap_host, s.imap_port, s.imap_tls, s.smtp_host, s.smtp_port, s.smtp_tls,
          s.allow_non_secure_certificate, s.exchange_url, s.updated_at, s.verified_at
        from (select 1) as always
        left join mail_settings s
          on s.account_id = who.account_id and s.domain = domains[at] and s.origin = 'admin';
    end loop;
  end $$;
`;
