import type { Database } from '@postern/database/database';
import { databaseTrouble } from '@postern/database/database-trouble';
import { renewEveryMs, renewLease } from '@postern/database/functions/renew-lease';
import type { Logger } from 'pino';

/** Renews the lease until it is stopped; `lost` aborts when another worker has taken the lease over. */
export function keepLease(
  { database, log }: { readonly database: Database; readonly log: Logger },
  claim: { readonly id: string; readonly attempt: number },
): { lost: AbortSignal; stop: () => void } {
  const lost = new AbortController();
  const timer = setInterval(() => {
    renewLease(database, claim).then(
      (isHeld) => !isHeld && lost.abort(new Error('The lease was lost')),
      // Without the database the lease may expire, and another worker may then claim the job.
      (error: unknown) => ignoreIfAway(log, error),
    );
  }, renewEveryMs);
  return { lost: lost.signal, stop: () => clearInterval(timer) };
}

function ignoreIfAway(log: Logger, error: unknown): void {
  if (databaseTrouble(error) !== 'away') log.error({ err: error }, 'could not renew a lease');
}
