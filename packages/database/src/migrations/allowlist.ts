import { Migration } from '@mikro-orm/migrations';

/** The vendor's outbound addresses, revision by revision; they belong to no account, so there is no policy. */
export class AllowlistMigration extends Migration {
  override name = '2026-11-23-allowlist';

  override up(): void {
    this.addSql(`
      create table allowlist_revision (
        revision int primary key,
        published_at timestamptz(3) not null,
        published_by uuid,
        sha256 text not null,
        -- Text and not jsonb, which would put the fields of a document in an order of its own.
        document text not null
      );
    `);
  }
}
