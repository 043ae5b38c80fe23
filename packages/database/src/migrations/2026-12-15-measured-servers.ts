/**
 * A summary also tells that servers of its account were measured (`summary-changes.ts`). The time of the last measurement alone
 * changes no summary: an account with many servers has a measurement every second.
 */
export const measuredServersSchema = `
  alter table summary_change add is_measurement boolean not null default false;

  create function note_measurement() returns trigger language plpgsql as $$
  begin
    insert into summary_change (account_id, is_measurement) select w.account_id, true from watched_summary w
      where w.watched_until > now() and exists (
        select from account_server u where u.server_id = new.id and u.account_id = w.account_id);
    return null;
  end $$;
  -- Each measurement sets the failures, and nothing else does.
  create trigger note_measurement after update of failures on monitored_server
    for each row execute function note_measurement();

  create function note_settings_update() returns trigger language plpgsql as $$
  begin
    insert into summary_change (account_id) select w.account_id from watched_summary w
      where w.watched_until > now() and exists (
        select from changed c join former f on f.id = c.id where c.account_id = w.account_id
          and (c.verification_state, c.verification_failure, c.verification_warnings, c.revision, c.origin)
            is distinct from (f.verification_state, f.verification_failure, f.verification_warnings, f.revision, f.origin));
    return null;
  end $$;
  drop trigger note_updated on mail_settings;
  create trigger note_updated after update on mail_settings referencing old table as former new table as changed
    for each statement execute function note_settings_update();
`;
