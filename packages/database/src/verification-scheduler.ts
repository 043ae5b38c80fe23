import type { QueuedJob } from '@postern/core/queued-job';
import type { Database } from './database.js';
import { dispatchVerifications } from './functions/dispatch-verifications.js';
import { takeBackVerifications } from './functions/take-back-verifications.js';

/** What a dispatcher asks PostgreSQL: which verifications run next, and to let some wait again. */
export function verificationScheduler(database: Database) {
  return {
    choose: (queued: readonly string[]): Promise<QueuedJob[]> => dispatchVerifications(database, queued),
    takeBack: (ids: readonly string[]): Promise<number> => takeBackVerifications(database, ids),
  };
}
