import type { MailServers } from '@postern/core/mail-settings';
import type { CertificatePins } from '@postern/core/probe-result';
import { serversIn } from '@postern/core/server';
import type { VerificationTrigger } from '@postern/core/verification';
import type { Credentials } from '@postern/core/credentials';
import { takeCredential } from '@postern/database/credentials';
import { inAccount, withoutAccount, type Database, type EntityManager } from '@postern/database/database';
import { CertificatePin } from '@postern/database/entities/certificate-pin';
import type { AcceptedCertificates } from '@postern/database/entities/verification';
import { preparedQuery } from '@postern/database/prepared-query';
import { loginKey, refusalWait } from '@postern/database/refused-logins';
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
  readonly servers: MailServers;
  readonly domain: string;
  readonly trigger: VerificationTrigger;
  /** It belongs to settings; a try and a connection do not. */
  readonly isOfSettings: boolean;
  readonly startedBy: string | null;
  /** Taken out of the database: this claim alone may log in, once. `lost` if it was used or has had its time. */
  readonly login: Credentials | 'lost' | null;
  readonly pins: CertificatePins;
};

/** What waits for its turn, and the trace that it goes on with. */
export type Turn = TurnRequest & { readonly traceparent: string | null };

const turnStatement = {
  name: 'verification-turn',
  text: `select account_id as "accountId", to_jsonb(servers) as servers, traceparent
    from verification_job where verification_id = $1`,
};

/** What a verification needs a turn for; `null` when it is finished. Read before the claim, so that it waits `queued`. */
export async function readTurn(database: Database, id: string): Promise<Turn | null> {
  const [row] = await preparedQuery<Turn>(database, turnStatement, [id]);
  return row ?? null;
}

type ClaimedRow = {
  accountId: string;
  attempt: number;
  domain: string;
  trigger: VerificationTrigger;
  servers: MailServers;
  settingsId: string | null;
  startedBy: string | null;
  withLogin: boolean;
  acceptedCertificates: AcceptedCertificates | null;
};
const claimStatement = {
  name: 'claim-verification',
  text: `select account_id as "accountId", attempt, domain, trigger, servers, settings_id as "settingsId",
    started_by as "startedBy", with_login as "withLogin", accepted_certificates as "acceptedCertificates"
    from claim_verification($1, $2)`,
};

/**
 * Takes a verification over: `queued` (or abandoned) → `running`. `null` when it is finished, gone, or held by
 * another worker, which is normal: jobs may arrive twice.
 */
export async function claimVerification(
  database: Database,
  sealer: SecretSealer,
  id: string,
): Promise<Claim | null> {
  const [row] = await preparedQuery<ClaimedRow>(database, claimStatement, [id, leaseSeconds]);
  if (row === undefined) return null;
  const { accountId, attempt, domain, trigger, servers, settingsId, startedBy, withLogin } = row;
  const em = inAccount(database, accountId);
  const login = withLogin ? await em.transactional((tx) => takeLogin(tx, sealer, id, servers)) : null;
  const pins = { ...(await readPins(em, domain, servers)), ...acceptedPins(row.acceptedCertificates) };
  return {
    id,
    accountId,
    attempt,
    servers,
    domain,
    trigger,
    isOfSettings: settingsId !== null,
    startedBy,
    login,
    pins,
  };
}

/** The rations are asked again here, where the password would be used; many requests may have waited together. */
async function takeLogin(
  em: EntityManager,
  sealer: SecretSealer,
  id: string,
  servers: MailServers,
): Promise<Credentials | 'lost'> {
  const credential = await takeCredential(em, sealer, id);
  if (credential === null) return 'lost';
  for (const { host } of serversIn(servers)) {
    if ((await refusalWait(em, loginKey(host, credential.username))) > 0) return 'lost';
  }
  return credential;
}

async function readPins(em: EntityManager, domain: string, servers: MailServers): Promise<CertificatePins> {
  if (servers.kind !== 'imap' || !servers.allowNonSecureCertificate) return {};
  const pins = await em.find(CertificatePin, { domain });
  const ofServer = pins.filter(({ endpoint, host, port }) =>
    serversIn(servers).some((one) => one.endpoint === endpoint && one.host === host && one.port === port),
  );
  return Object.fromEntries(
    ofServer.map(({ endpoint, sha256, spkiSha256 }) => [endpoint, { sha256, spkiSha256 }]),
  );
}

/** A user accepts one certificate, not whatever else has its key. */
function acceptedPins(accepted: AcceptedCertificates | null): CertificatePins {
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
