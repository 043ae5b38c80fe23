/** Mails to the recipients of an account. A delivery goes to a webhook or to a recipient (`functions/compose-mail.ts`). */
export const mailSchema = `
  create table notification_settings (
    account_id uuid primary key references account on delete cascade,
    -- The types of the events that are mailed; null for all.
    events jsonb,
    digest text not null check (digest in ('at-once', 'hourly', 'daily'))
  );

  create table mail_recipient (
    id uuid primary key,
    account_id uuid not null references account on delete cascade,
    email text not null,
    confirmed_at timestamptz(3),
    created_at timestamptz(3) not null default now(),
    unique (account_id, email)
  );

  -- What one mail tells, for all its recipients.
  create table mail (
    id uuid primary key,
    account_id uuid not null references account on delete cascade,
    purpose text not null check (purpose in ('confirmation', 'events')),
    -- Events of the same kind together, with their domains.
    groups jsonb not null,
    at timestamptz(3) not null default now()
  );
  create index mail_account_id_idx on mail (account_id, id);

  -- Events that no mail tells yet. Any worker reads it, so it has no policy, and a hash in place of the server.
  create table mail_item (
    event_id uuid primary key references event on delete cascade,
    account_id uuid not null references account on delete cascade,
    -- A hash of the server, or of the type of the event: of each at most one mail an hour is sent.
    topic bigint not null,
    due_at timestamptz(3) not null
  );
  create index mail_item_due_at_idx on mail_item (due_at);
  create index mail_item_account_id_idx on mail_item (account_id, topic);

  -- The last mail about each server and each type of event.
  create table mail_topic (
    account_id uuid not null references account on delete cascade,
    topic bigint not null,
    told_at timestamptz(3) not null,
    primary key (account_id, topic)
  );

  create index event_domain_idx on event (account_id, domain, id);

  alter table webhook_delivery rename to delivery;
  alter index webhook_delivery_webhook_id_idx rename to delivery_webhook_id_idx;
  alter index webhook_delivery_event_id_idx rename to delivery_event_id_idx;
  alter table delivery
    alter webhook_id drop not null,
    alter event_id drop not null,
    add recipient_id uuid references mail_recipient on delete cascade,
    add mail_id uuid references mail on delete cascade,
    add check (case when recipient_id is null then num_nonnulls(webhook_id, event_id) = 2 and mail_id is null
      else mail_id is not null and num_nonnulls(webhook_id, event_id) = 0 end);
  create index delivery_recipient_id_idx on delivery (recipient_id, id);
  create index delivery_mail_id_idx on delivery (mail_id);

  alter table webhook_job rename to delivery_job;
  alter table delivery_job drop constraint webhook_job_webhook_id_fkey;
  -- A webhook or a recipient of mail. Its deliveries are deleted with it, and their jobs with them.
  alter table delivery_job rename webhook_id to receiver_id;
  alter table delivery_job add kind text not null default 'webhook' check (kind in ('webhook', 'mail'));
  alter index webhook_job_webhook_id_next_at_idx rename to delivery_job_receiver_id_next_at_idx;
  alter index webhook_job_stream_idx rename to delivery_job_stream_idx;
  alter index webhook_job_account_id_idx rename to delivery_job_account_id_idx;

  alter table notification_settings enable row level security, force row level security;
  create policy own_account on notification_settings
    using (account_id = current_setting('postern.account_id')::uuid);
  alter table mail_recipient enable row level security, force row level security;
  create policy own_account on mail_recipient using (account_id = current_setting('postern.account_id')::uuid);
  alter table mail enable row level security, force row level security;
  create policy own_account on mail using (account_id = current_setting('postern.account_id')::uuid);
  alter table mail_topic enable row level security, force row level security;
  create policy own_account on mail_topic using (account_id = current_setting('postern.account_id')::uuid);
`;
