import { Migration } from '@mikro-orm/migrations';

/** Logins, pinned certificates, and the schedule that hangs on servers. */
export class VerificationMigration extends Migration {
  override name = '2026-11-23-verification';

  override up(): void {
    this.addSql(`
      alter table verification
        add with_login boolean not null default false,
        add accepted_certificates jsonb;
      create index verification_account_id_with_login_idx on verification (account_id, created_at) where with_login;
      -- Which servers it will talk to, as host:port: the worker gives out turns by them before it claims.
      alter table verification_job add credential_until timestamptz(3), add servers text[] not null default '{}';
      create index verification_job_credential_until_idx on verification_job (credential_until)
        where credential_until is not null;

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
      alter table credential enable row level security, force row level security;
      alter table certificate_pin enable row level security, force row level security;
      create policy own_account on credential using (account_id = current_setting('postern.account_id')::uuid);
      create policy own_account on certificate_pin using (account_id = current_setting('postern.account_id')::uuid);

      -- Across accounts, so without policies: hashes, server keys, ids and due times only.
      create table refused_login (key_sha256 bytea not null, at timestamptz(3) not null default now());
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
      alter table mail_settings add unconfirmed_failure text;
    `);
  }
}
