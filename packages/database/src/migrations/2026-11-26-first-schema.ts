/**
 * The first schema. Tables that hold the rows of one account have forced policies, so that not even the owner of the
 * tables reads across accounts. `current_setting` without its second argument throws when no account was named: a
 * query that names none fails, it does not see every row. Functions are not here: see `functions/`.
 */
export const firstSchema = `
  create table account (
    id uuid primary key,
    name text not null,
    data_center text,
    created_at timestamptz(3) not null default now(),
    constraint account_name_key unique (name)
  );

  create table token (
    id uuid primary key,
    account_id uuid references account on delete cascade,
    name text not null,
    role text not null check (role in ('operator', 'super-admin', 'account-access', 'member', 'network')),
    created_at timestamptz(3) not null default now(),
    created_by text not null,
    expires_at timestamptz(3),
    last_used_at timestamptz(3),
    check ((role = 'operator') = (account_id is null))
  );
  create index token_account_id_idx on token (account_id, id);

  create table mail_settings (
    id uuid primary key,
    account_id uuid not null references account on delete cascade,
    domain text not null,
    display_domain text not null,
    kind text not null,
    imap_host text,
    imap_port int,
    imap_tls text,
    smtp_host text,
    smtp_port int,
    smtp_tls text,
    allow_non_secure_certificate boolean not null default false,
    exchange_url text,
    origin text not null check (origin in ('admin', 'attempt')),
    revision int not null default 1,
    verification_state text not null default 'unverified',
    verification_id uuid,
    verification_at timestamptz(3),
    verification_failure jsonb,
    verification_warnings jsonb not null default '[]',
    verified_at timestamptz(3),
    unconfirmed_failure text,
    created_at timestamptz(3) not null default now(),
    created_by text not null,
    updated_at timestamptz(3) not null default now(),
    updated_by text not null,
    constraint mail_settings_account_id_domain_key unique (account_id, domain),
    check (case kind
      when 'imap' then exchange_url is null
        and num_nulls(imap_host, imap_port, imap_tls, smtp_host, smtp_port, smtp_tls) = 0
      when 'exchange' then exchange_url is not null and not allow_non_secure_certificate
        and num_nonnulls(imap_host, imap_port, imap_tls, smtp_host, smtp_port, smtp_tls) = 0
      else false end)
  );

  create table verification (
    id uuid primary key,
    account_id uuid not null references account on delete cascade,
    settings_id uuid,
    revision int,
    domain text not null,
    trigger text not null,
    servers jsonb not null,
    state text not null default 'queued',
    started_by uuid,
    with_login boolean not null default false,
    accepted_certificates jsonb,
    created_at timestamptz(3) not null default now(),
    started_at timestamptz(3),
    finished_at timestamptz(3),
    failure jsonb,
    warnings jsonb not null default '[]',
    endpoints jsonb not null default '[]'
  );
  create index verification_account_id_domain_id_idx on verification (account_id, domain, id);
  create index verification_account_id_with_login_idx on verification (account_id, created_at) where with_login;

  create table credential (
    verification_id uuid primary key references verification on delete cascade,
    account_id uuid not null,
    sealed text not null
  );

  create table certificate_pin (
    account_id uuid not null references account on delete cascade,
    domain text not null,
    endpoint text not null,
    host text not null,
    port int not null,
    sha256 text not null,
    spki_sha256 text not null,
    pinned_at timestamptz(3) not null default now(),
    pinned_by text not null,
    primary key (account_id, domain, endpoint, host, port)
  );

  create table audit_event (
    id uuid primary key,
    account_id uuid not null references account on delete cascade,
    at timestamptz(3) not null default now(),
    actor_id uuid,
    actor text not null,
    action text not null,
    subject text not null,
    before jsonb,
    after jsonb
  );
  create index audit_event_account_id_id_idx on audit_event (account_id, id);

  alter table account enable row level security, force row level security;
  alter table token enable row level security, force row level security;
  alter table mail_settings enable row level security, force row level security;
  alter table verification enable row level security, force row level security;
  alter table credential enable row level security, force row level security;
  alter table certificate_pin enable row level security, force row level security;
  alter table audit_event enable row level security, force row level security;

  create policy own_account on account using (
    case when current_setting('postern.operator', true) = 'on' then true
      else id = current_setting('postern.account_id')::uuid end);
  create policy own_account on token using (
    case when current_setting('postern.operator', true) = 'on' then true
      else account_id = current_setting('postern.account_id')::uuid end);
  create policy own_account on mail_settings using (account_id = current_setting('postern.account_id')::uuid);
  create policy own_account on verification using (account_id = current_setting('postern.account_id')::uuid);
  create policy own_account on credential using (account_id = current_setting('postern.account_id')::uuid);
  create policy own_account on certificate_pin using (account_id = current_setting('postern.account_id')::uuid);
  create policy own_account on audit_event using (account_id = current_setting('postern.account_id')::uuid);

  -- The tables below are read before an account is known, or across accounts. They have no policies, and hold only ids,
  -- hashes, roles, addresses of servers, and times.

  create table token_lookup (
    sha256 bytea primary key,
    token_id uuid not null references token on delete cascade,
    account_id uuid,
    role text not null,
    expires_at timestamptz(3),
    constraint token_lookup_token_id_key unique (token_id)
  );
  create table sign_in_code (
    sha256 bytea primary key,
    token_id uuid not null references token on delete cascade,
    expires_at timestamptz(3) not null
  );
  create table session (
    sha256 bytea primary key,
    token_id uuid not null references token on delete cascade,
    expires_at timestamptz(3) not null
  );

  create table creation_key (
    token_id uuid not null references token on delete cascade,
    key_sha256 bytea not null,
    body_hmac bytea not null,
    resource_id uuid not null,
    created_at timestamptz(3) not null default now(),
    primary key (token_id, key_sha256)
  );
  create index creation_key_created_at_idx on creation_key (created_at);

  create table verification_job (
    verification_id uuid primary key references verification on delete cascade,
    account_id uuid not null,
    attempt int not null default 0,
    due_at timestamptz(3) not null,
    lease_until timestamptz(3),
    -- Until when a password waits in the table credential.
    credential_until timestamptz(3),
    -- host:port of each server that the verification connects to.
    servers text[] not null default '{}',
    -- W3C Trace Context of the request that queued the verification.
    traceparent text,
    -- Mail servers admit only the addresses of the data centre that hosts the account (R19); '' is every data centre.
    data_center text not null default ''
  );
  create index verification_job_due_at_idx on verification_job (due_at);
  create index verification_job_credential_until_idx on verification_job (credential_until)
    where credential_until is not null;

  create table refused_login (
    key_sha256 bytea not null,
    at timestamptz(3) not null default now()
  );
  create index refused_login_key_sha256_at_idx on refused_login (key_sha256, at);

  create table monitored_server (
    id uuid primary key,
    data_center text not null,
    endpoint text not null,
    host text not null,
    port int not null,
    tls text not null,
    path text not null,
    due_at timestamptz(3) not null,
    failures int not null default 0,
    unique (data_center, endpoint, host, port, tls, path)
  );
  create index monitored_server_due_at_idx on monitored_server (due_at);

  create table monitored_domain (
    server_id uuid not null references monitored_server on delete cascade,
    settings_id uuid not null references mail_settings on delete cascade,
    account_id uuid not null,
    primary key (server_id, settings_id)
  );
  create index monitored_domain_settings_id_idx on monitored_domain (settings_id);
  create index monitored_domain_server_id_account_id_idx on monitored_domain (server_id, account_id);

  create table allowlist_revision (
    revision int primary key,
    published_at timestamptz(3) not null,
    published_by uuid,
    sha256 text not null,
    -- Text and not jsonb, because jsonb reorders the fields of the document.
    document text not null
  );
`;
