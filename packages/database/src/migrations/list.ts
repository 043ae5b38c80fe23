import { firstSchema } from './2026-11-26-first-schema.js';
import { bootstrapToken } from './2026-11-27-bootstrap-token.js';
import { schedulerSchema } from './2026-11-27-scheduler.js';
import { conversationTurnsSchema } from './2026-11-29-conversation-turns.js';
import { housekeepingSchema } from './2026-11-28-housekeeping.js';
import { summaryIndexes } from './2026-11-28-summary.js';
import { monitoredAccountsSchema } from './2026-11-30-monitored-accounts.js';
import { secretKeySchema } from './2026-11-30-secret-key.js';
import { peopleSchema } from './2026-12-12-people.js';
import { serverDaysSchema } from './2026-12-02-server-days.js';
import { watchedVerifications } from './2026-12-01-watched-verifications.js';
import { domainCountSchema } from './2026-12-02-domain-count.js';
import { longImportsSchema } from './2026-12-02-long-imports.js';
import { measuringWorkers } from './2026-12-02-measuring-workers.js';
import { discoveriesSchema } from './2026-12-03-discoveries.js';
import { hintsSchema } from './2026-12-08-hints.js';
import { provenanceSchema } from './2026-12-05-provenance.js';
import { webhooksSchema } from './2026-12-04-webhooks.js';
import { allowlistVendorSchema } from './2026-12-06-allowlist-vendor.js';
import { mailSchema } from './2026-12-07-mail.js';
import { bulkChangesSchema } from './2026-12-08-bulk-changes.js';
import { tokenLimitsSchema } from './2026-12-09-token-limits.js';
import { linksSchema } from './2026-12-10-links.js';
import { certificateAuthoritiesSchema } from './2026-12-11-certificate-authorities.js';
import { connectSessionsSchema } from './2026-12-11-connect-sessions.js';
import { summaryChangesSchema } from './2026-12-12-summary-changes.js';
import { deliveryNoticesSchema } from './2026-12-13-delivery-notices.js';
import { mailLeftOutSchema } from './2026-12-14-mail-left-out.js';
import { measuredServersSchema } from './2026-12-15-measured-servers.js';

/**
 * The SQL of every migration, oldest first, by the name that the database remembers. A migration that has landed is
 * never edited or removed: `list.test.ts` holds a hash of each.
 */
export const migrationSql: Readonly<Record<string, string>> = {
  '2026-11-26-first-schema': firstSchema,
  '2026-11-27-bootstrap-token': bootstrapToken,
  '2026-11-27-scheduler': schedulerSchema,
  '2026-11-28-housekeeping': housekeepingSchema,
  '2026-11-28-summary': summaryIndexes,
  '2026-11-29-conversation-turns': conversationTurnsSchema,
  '2026-11-30-monitored-accounts': monitoredAccountsSchema,
  '2026-11-30-secret-key': secretKeySchema,
  '2026-12-01-watched-verifications': watchedVerifications,
  '2026-12-02-domain-count': domainCountSchema,
  '2026-12-02-long-imports': longImportsSchema,
  '2026-12-02-measuring-workers': measuringWorkers,
  '2026-12-02-server-days': serverDaysSchema,
  '2026-12-03-discoveries': discoveriesSchema,
  '2026-12-04-webhooks': webhooksSchema,
  '2026-12-05-provenance': provenanceSchema,
  '2026-12-06-allowlist-vendor': allowlistVendorSchema,
  '2026-12-07-mail': mailSchema,
  '2026-12-08-bulk-changes': bulkChangesSchema,
  '2026-12-08-hints': hintsSchema,
  '2026-12-09-token-limits': tokenLimitsSchema,
  '2026-12-10-links': linksSchema,
  '2026-12-11-certificate-authorities': certificateAuthoritiesSchema,
  '2026-12-11-connect-sessions': connectSessionsSchema,
  '2026-12-12-people': peopleSchema,
  '2026-12-12-summary-changes': summaryChangesSchema,
  '2026-12-13-delivery-notices': deliveryNoticesSchema,
  '2026-12-14-mail-left-out': mailLeftOutSchema,
  '2026-12-15-measured-servers': measuredServersSchema,
};
