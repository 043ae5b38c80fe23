/**
 * Counts the domains of all accounts, for an operator: each account is named before its rows are counted, so the
 * policies stay as they are, and only numbers are returned. Throws outside of an operator's context.
 */
export const domainCountsFunction = `
  create or replace function domain_counts()
  returns table (state text, code text, domains bigint, certificate_days int)
  language plpgsql stable as $$
  declare account record;
  begin
    if current_setting('postern.operator', true) is distinct from 'on' then
      raise insufficient_privilege using message = 'domain_counts is for operators';
    end if;
    for account in select id from account loop
      perform set_config('postern.account_id', account.id::text, true);
      return query
        select s.verification_state, coalesce(s.verification_failure ->> 'code', ''), count(*),
          min((select min((w ->> 'daysLeft')::int) from jsonb_array_elements(s.verification_warnings) w))
        from mail_settings s where s.account_id = account.id and s.origin = 'admin'
        group by 1, 2;
    end loop;
  end $$;
`;
