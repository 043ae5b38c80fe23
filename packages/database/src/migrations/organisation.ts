import { Migration } from '@mikro-orm/migrations';

/** What an organisation needs beside its settings: creating POSTs that may be repeated. */
export class OrganisationMigration extends Migration {
  override name = '2026-11-23-organisation';

  override up(): void {
    this.addSql(`
      create table creation_key (
        token_id uuid not null references token on delete cascade,
        key_sha256 bytea not null,
        body_hmac bytea not null,
        resource_id uuid not null,
        created_at timestamptz(3) not null default now(),
        primary key (token_id, key_sha256)
      );
      create index creation_key_created_at_idx on creation_key (created_at);
    `);
  }
}
