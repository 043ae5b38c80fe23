import type { MailServers } from '@postern/core/mail-settings';
import type { VerificationTrigger } from '@postern/core/verification';
import { withoutAccount, type Database } from '@postern/database/database';

/** How long a claim holds without being renewed, and how often it is renewed. */
const leaseSeconds = 6;
export const renewEveryMs = 2000;

/** A verification that this worker alone may finish, as long as it renews its lease. */
export type Claim = {
  readonly id: string;
  readonly accountId: string;
  /** Counts the claims of this verification; a result is stored only under the newest. */
  readonly attempt: number;
  readonly trigger: VerificationTrigger;
  readonly servers: MailServers;
  readonly domain: string;
  /** Null for a try. */
  readonly settings: { readonly id: string; readonly revision: number } | null;
};

type JobRow = { account_id: string; attempt: number };
type VerificationRow = {
  domain: string;
  trigger: VerificationTrigger;
  servers: MailServers;
  settings_id: string | null;
  revision: number | null;
};

/**
 * Takes a verification over: `queued` (or abandoned) → `running`. `null` when it is finished, gone, or held by
 * another worker, which is normal: jobs may arrive twice.
 */
export async function claimVerification(database: Database, id: string): Promise<Claim | null> {
  return withoutAccount(database).transactional(async (em) => {
    const [job] = await em.execute<JobRow[]>(
      `update verification_job set attempt = attempt + 1, lease_until = now() + make_interval(secs => ?)
       where verification_id = ? and (lease_until is null or lease_until < now())
       returning account_id, attempt`,
      [leaseSeconds, id],
    );
    if (job === undefined) return null;
    // Only the job row told whose it is; from here on the policies check this account.
    await em.execute(`select set_config('postern.account_id', ?, true)`, [job.account_id]);
    const [row] = await em.execute<VerificationRow[]>(
      `update verification set state = 'running', started_at = coalesce(started_at, now())
       where id = ? returning domain, trigger, servers, settings_id, revision`,
      [id],
    );
    if (row === undefined) return null;
    await em.execute(`update mail_settings set verification_state = 'running' where id = ? and verification_id = ?`, [
      row.settings_id,
      id,
    ]);
    return {
      id,
      accountId: job.account_id,
      attempt: job.attempt,
      trigger: row.trigger,
      servers: row.servers,
      domain: row.domain,
      settings: row.settings_id === null ? null : { id: row.settings_id, revision: row.revision! },
    };
  });
}

/** Extends the lease; false when it was lost to another worker. */
export async function renewLease(database: Database, { id, attempt }: Claim): Promise<boolean> {
  const result = await withoutAccount(database).execute<{ affectedRows: number }>(
    `update verification_job set lease_until = now() + make_interval(secs => ?)
     where verification_id = ? and attempt = ?`,
    [leaseSeconds, id, attempt],
    'run',
  );
  return result.affectedRows === 1;
}
