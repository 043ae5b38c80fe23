import type { Database } from '@postern/database/database';
import { renewEveryMs, renewLease } from '@postern/database/functions/renew-lease';
import type { TroubleEpisodes } from '@postern/database/trouble-episodes';
import type { Logger } from 'pino';

type LeaseParts = { readonly database: Database; readonly troubles: TroubleEpisodes; readonly log: Logger };

/** Renews the lease until it is stopped; `lost` aborts when another worker has taken the lease over. */
export function keepLease(
  { database, troubles, log }: LeaseParts,
  claim: { readonly id: string; readonly attempt: number },
): { lost: AbortSignal; stop: () => void } {
  const lost = new AbortController();
  // While the database is in trouble the lease may expire, and another worker may then claim the job.
  const warn = troubles.orElse((error) => log.error({ err: error }, 'could not renew a lease'));
  const timer = setInterval(() => {
    renewLease(database, claim).then(
      (isHeld) => !isHeld && lost.abort(new Error('The lease was lost')),
      warn,
    );
  }, renewEveryMs);
  return { lost: lost.signal, stop: () => clearInterval(timer) };
}
