/**
 * While somebody watches the summary of an account, each statement that changes what it shows leaves a row (`summary-changes.ts`).
 * A statement on accounts that nobody watches writes nothing. Neither table has a policy: they contain ids and times.
 */
export const summaryChangesSchema = `
  create table watched_summary (
    account_id uuid primary key references account on delete cascade,
    watched_until timestamptz(3) not null
  );
  create table summary_change (
    id bigint generated always as identity primary key,
    account_id uuid not null references account on delete cascade,
    at timestamptz(3) not null default now()
  );
  create index summary_change_account_id_id_idx on summary_change (account_id, id);

  create function note_summary_change() returns trigger language plpgsql as $$
  begin
    insert into summary_change (account_id) select w.account_id from watched_summary w
      where w.watched_until > now() and exists (select from changed c where c.account_id = w.account_id);
    return null;
  end $$;
  create trigger note_inserted after insert on mail_settings referencing new table as changed
    for each statement execute function note_summary_change();
  create trigger note_updated after update on mail_settings referencing new table as changed
    for each statement execute function note_summary_change();
  create trigger note_deleted after delete on mail_settings referencing old table as changed
    for each statement execute function note_summary_change();
  create trigger note_inserted after insert on server_hint referencing new table as changed
    for each statement execute function note_summary_change();
  create trigger note_updated after update on server_hint referencing new table as changed
    for each statement execute function note_summary_change();
  create trigger note_inserted after insert on audit_event referencing new table as changed
    for each statement execute function note_summary_change();
`;
