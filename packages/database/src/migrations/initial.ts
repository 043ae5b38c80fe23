import { Migration } from '@mikro-orm/migrations';

/** Tables of one account: forced policies, so that not even the owner reads across accounts or without naming one. */
const accountTables = ['mail_settings', 'verification', 'audit_event'];

/** `current_setting` without its second argument throws when no account was named: absence never means any. */
const ownAccount = `current_setting('postern.account_id')::uuid`;
const asOperator = `current_setting('postern.operator', true) = 'on'`;

/** The first schema: accounts, tokens, sessions, settings, verifications, audit. */
export class InitialMigration extends Migration {
  override name = '2026-11-23-initial';

  override up(): void {
    this.addSql(`
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
      create table mail_settings (
        id uuid primary key,
        account_id uuid not null references account on delete cascade,
        domain text not null,
        display_domain text not null,
        kind text not null,
        imap_host text, imap_port int, imap_tls text,
        smtp_host text, smtp_port int, smtp_tls text,
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
        created_at timestamptz(3) not null default now(),
        started_at timestamptz(3),
        finished_at timestamptz(3),
        failure jsonb,
        warnings jsonb not null default '[]',
        endpoints jsonb not null default '[]'
      );
      create index verification_account_id_domain_id_idx on verification (account_id, domain, id);
      create table verification_job (
        verification_id uuid primary key references verification on delete cascade,
        account_id uuid not null,
        attempt int not null default 0,
        due_at timestamptz(3) not null,
        lease_until timestamptz(3)
      );
      create index verification_job_due_at_idx on verification_job (due_at);
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
    `);
    for (const table of [...accountTables, 'account', 'token']) {
      this.addSql(`alter table ${table} enable row level security, force row level security;`);
    }
    for (const table of accountTables) {
      this.addSql(`create policy own_account on ${table} using (account_id = ${ownAccount});`);
    }
    this.addSql(`
      create policy own_account on account using (case when ${asOperator} then true else id = ${ownAccount} end);
      create policy own_account on token using (case when ${asOperator} then true else account_id = ${ownAccount} end);
    `);
    this.addSql(holderFunction);
  }
}

/** Who holds a token or a session, given the SHA-256 of either. Reads only tables without a policy. */
const holderFunction = `
  create function holder(secret_sha256 bytea)
  returns table (token_id uuid, account_id uuid, role text, is_session boolean)
  language sql stable as $$
    select token_id, account_id, role, false from token_lookup
      where sha256 = secret_sha256 and (expires_at is null or expires_at > now())
    union all
    select t.token_id, t.account_id, t.role, true from session s join token_lookup t using (token_id)
      where s.sha256 = secret_sha256 and s.expires_at > now() and (t.expires_at is null or t.expires_at > now())
  $$;
`;
