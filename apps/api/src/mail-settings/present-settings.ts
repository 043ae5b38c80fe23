import type { MailSettings as Answer } from '@postern/core/mail-settings';
import type { MailSettings } from '@postern/database/entities/mail-settings';
import { serversOf } from '@postern/database/server-columns';

/** The JSON of a row of settings. */
export function presentSettings(row: MailSettings): Answer {
  return {
    domain: row.domain,
    displayDomain: row.displayDomain,
    ...serversOf(row),
    origin: row.origin,
    discovered: row.discovered ?? null,
    revision: row.revision,
    verification: {
      state: row.verificationState,
      id: row.verificationId ?? null,
      at: row.verificationAt?.toISOString() ?? null,
      failure: row.verificationFailure ?? null,
      warnings: row.verificationWarnings,
    },
    createdAt: row.createdAt.toISOString(),
    createdBy: row.createdBy,
    updatedAt: row.updatedAt.toISOString(),
    updatedBy: row.updatedBy,
  };
}
