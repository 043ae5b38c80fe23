import type { MailServers } from '@postern/core/mail-settings';
import { listTargets } from '@postern/core/server-target';
import type { EndpointName, VerificationTrigger } from '@postern/core/verification';
import { takeCredential, type Credential } from '@postern/database/credentials';
import { withoutAccount, type Database, type EntityManager } from '@postern/database/database';
import { CertificatePin } from '@postern/database/entities/certificate-pin';
import type { AcceptedCertificates } from '@postern/database/entities/verification';
import { preparedQuery } from '@postern/database/prepared-query';
import { loginKey, refusedLogins } from '@postern/database/refused-logins';
import type { SecretSealer } from '@postern/database/sealed-secret';
import type { TurnRequest } from './fair-turns.js';

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
  readonly startedBy: string | null;
  /** Taken out of the database: this claim alone may log in, once. `lost` if it was used or has had its time. */
  readonly login: Credential | 'lost' | null;
  readonly pins: Pins;
};

/** The certificates that count as accepted, by endpoint. */
export type Pins = { readonly [endpoint in EndpointName]?: { readonly sha256: string; readonly spkiSha256: string } };

type JobRow = { account_id: string; attempt: number };
type VerificationRow = {
  domain: string;
  trigger: VerificationTrigger;
  servers: MailServers;
  settings_id: string | null;
  revision: number | null;
  started_by: string | null;
  with_login: boolean;
  accepted_certificates: AcceptedCertificates | null;
};

const turnStatement = {
  name: 'verification-turn',
  text: 'select account_id as "accountId", servers from verification_job where verification_id = $1',
};

/** What a verification needs a turn for; `null` when it is finished. Read before the claim, so that it waits `queued`. */
export async function readTurn(database: Database, id: string): Promise<TurnRequest | null> {
  const rows = await preparedQuery<{ accountId: string; servers: string[] | string }>(database, turnStatement, [id]);
  const [row] = rows;
  if (row === undefined) return null;
  // MikroORM's pool leaves arrays as PostgreSQL's text; a host and port never need quoting in it.
  const servers = typeof row.servers === 'string' ? row.servers.slice(1, -1).split(',').filter(Boolean) : row.servers;
  return { accountId: row.accountId, servers };
}

/**
 * Takes a verification over: `queued` (or abandoned) → `running`. `null` when it is finished, gone, or held by
 * another worker, which is normal: jobs may arrive twice.
 */
export async function claimVerification(
  database: Database,
  sealer: SecretSealer,
  id: string,
): Promise<Claim | null> {
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
       where id = ?
       returning domain, trigger, servers, settings_id, revision, started_by, with_login, accepted_certificates`,
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
      startedBy: row.started_by,
      login: row.with_login ? await takeLogin(em, sealer, id, row.servers) : null,
      pins: { ...(await readPins(em, row.domain, row.servers)), ...acceptedPins(row.accepted_certificates) },
    };
  });
}

/** The rations are asked again here, where the password would be used; many requests may have waited together. */
async function takeLogin(
  em: EntityManager,
  sealer: SecretSealer,
  id: string,
  servers: MailServers,
): Promise<Credential | 'lost'> {
  const credential = await takeCredential(em, sealer, id);
  if (credential === null) return 'lost';
  for (const { host } of listTargets(servers)) {
    if ((await refusedLogins(em, loginKey(host, credential.username))) > 0) return 'lost';
  }
  return credential;
}

async function readPins(em: EntityManager, domain: string, servers: MailServers): Promise<Pins> {
  if (servers.kind !== 'imap' || !servers.allowNonSecureCertificate) return {};
  const pins = await em.find(CertificatePin, { domain });
  const ofServer = pins.filter(({ endpoint, host, port }) =>
    listTargets(servers).some((one) => one.endpoint === endpoint && one.host === host && one.port === port),
  );
  return Object.fromEntries(ofServer.map(({ endpoint, sha256, spkiSha256 }) => [endpoint, { sha256, spkiSha256 }]));
}

/** A user accepts one certificate, not whatever else has its key. */
function acceptedPins(accepted: AcceptedCertificates | null): Pins {
  const given = Object.entries(accepted ?? {}).filter(([, sha256]) => sha256 !== undefined);
  return Object.fromEntries(given.map(([endpoint, sha256]) => [endpoint, { sha256, spkiSha256: '' }]));
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
