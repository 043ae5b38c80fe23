import { Migration } from '@mikro-orm/migrations';

/** A trace goes on from the request that queued a verification to the worker: its ids wait with the job. */
export class TracingMigration extends Migration {
  override name = '2026-11-23-tracing';

  override up(): void {
    this.addSql('alter table verification_job add traceparent text;');
  }
}
