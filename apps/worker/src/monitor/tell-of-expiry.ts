import type { EndpointReport } from '@postern/core/verification';
import { inAccount, type Database } from '@postern/database/database';
import type { DueServer } from '@postern/database/functions/claim-due-servers';
import { recordEventOnce } from '@postern/database/functions/record-event';
import { expiryThreshold } from './judge-domain.js';

/**
 * Tells an account once, for each certificate of a server, that 30, 14, 7 or 1 day is left. A certificate that has expired is
 * told as a failure of its domains.
 */
export async function tellOfExpiry(
  database: Database,
  accountId: string,
  { endpoint, host, port }: DueServer,
  { certificate }: EndpointReport,
): Promise<void> {
  if (certificate === null) return;
  const { daysLeft, sha256 } = certificate;
  const threshold = expiryThreshold(daysLeft);
  if (threshold === null || daysLeft < 0) return;
  const payload = { endpoint, host, port, daysLeft, sha256 };
  await inAccount(database, accountId).transactional((em) =>
    recordEventOnce(em, accountId, `certificate.expiring ${host}:${port} ${sha256} ${threshold}`, {
      type: 'certificate.expiring',
      domain: null,
      payload,
    }),
  );
}
