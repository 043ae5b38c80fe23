import type { Credentials } from '@postern/core/credentials';
import type { MailServers } from '@postern/core/mail-settings';
import type { CertificatePins, DomainRule } from '@postern/core/probe-result';
import { serversIn, type Server } from '@postern/core/server';
import type { VerificationTrigger } from '@postern/core/verification';
import { takeCredential } from '../credentials.js';
import { inAccount, type Database, type EntityManager } from '../database.js';
import { CertificatePin } from '../entities/certificate-pin.js';
import type { AcceptedCertificates } from '../entities/verification.js';
import { preparedQuery } from '../prepared-query.js';
import { refusalWait } from '../refused-logins.js';
import type { SecretSealer } from '../sealed-secret.js';
import { planByKey } from './plan-by-key.js';
import { leaseSeconds } from './renew-lease.js';

/**
 * Claims a dispatched verification unless another claim's lease holds: `queued` (or abandoned) → `running`. A waiting one is
 * refused: a job that is late in the queue must not run out of turn. The job of a verification that was deleted ends. The
 * job row, which has no policy, says whose verification it is; that account is named before guarded rows are touched.
 */
export const claimVerificationFunction = `
  create or replace function claim_verification(wanted uuid, lease_seconds int)
  returns table (
    account_id uuid, attempt int, domain text, trigger text, servers jsonb, settings_id uuid, revision int,
    started_by uuid, with_login boolean, accepted_certificates jsonb, traceparent text, authorities jsonb
  ) language plpgsql ${planByKey} as $$
  #variable_conflict use_column
  declare
    job record;
    claimed verification;
  begin
    update verification_job j
      set attempt = j.attempt + 1, lease_until = now() + make_interval(secs => lease_seconds)
      where j.verification_id = wanted and j.discovery_id is null and j.dispatched_until is not null
        and (j.lease_until is null or j.lease_until < now())
      returning j.account_id, j.attempt, j.traceparent into job;
    if not found then return; end if;
    perform set_config('postern.account_id', job.account_id::text, true);
    update verification v set state = 'running', started_at = coalesce(v.started_at, now())
      where v.id = wanted returning v.* into claimed;
    if not found then
      delete from verification_job j where j.verification_id = wanted;
      return;
    end if;
    update mail_settings s set verification_state = 'running'
      where s.id = claimed.settings_id and s.verification_id = wanted;
    return query select job.account_id, job.attempt, claimed.domain, claimed.trigger, claimed.servers,
      claimed.settings_id, claimed.revision, claimed.started_by, claimed.with_login, claimed.accepted_certificates,
      job.traceparent,
      (select jsonb_agg(c.pem) from certificate_authority c where c.account_id = job.account_id);
  end $$;
`;

/** A verification that this worker alone may finish, as long as it renews its lease. */
export type Claim = {
  readonly id: string;
  readonly accountId: string;
  /** Counts the claims of this verification; a result is stored only under the newest. */
  readonly attempt: number;
  /** The servers to probe, in their order. */
  readonly servers: readonly Server[];
  readonly domain: string;
  readonly trigger: VerificationTrigger;
  /** It belongs to settings; a try and a connection do not. */
  readonly isOfSettings: boolean;
  readonly startedBy: string | null;
  /** Taken out of the database: this claim alone may log in, once. `lost` if it was used or has had its time. */
  readonly login: Credentials | 'lost' | null;
  /**
   * The rule by which the certificates of these servers are accepted: the flag of the domain, its pins and the authorities of
   * its account.
   */
  readonly rule: DomainRule;
  /** The trace that the verification continues (W3C Trace Context). */
  readonly traceparent: string | null;
};

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
  traceparent: string | null;
  authorities: readonly string[] | null;
};
const claimStatement = {
  name: 'claim-verification',
  text: `select account_id as "accountId", attempt, domain, trigger, servers, settings_id as "settingsId",
    started_by as "startedBy", with_login as "withLogin", accepted_certificates as "acceptedCertificates", traceparent, authorities
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
  const { accountId, attempt, domain, trigger, settingsId, startedBy } = row;
  const servers = serversIn(row.servers);
  const allowNonSecureCertificate = row.servers.kind === 'imap' && row.servers.allowNonSecureCertificate;
  const em = inAccount(database, accountId);
  const login = row.withLogin ? await em.transactional((tx) => takeLogin(tx, sealer, row, id)) : null;
  const pinned = allowNonSecureCertificate ? await readPins(em, domain, servers) : {};
  const pins = { ...pinned, ...acceptedPins(row.acceptedCertificates) };
  const authorities = row.authorities ?? [];
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
    rule: { allowNonSecureCertificate, pins, authorities },
    traceparent: row.traceparent,
  };
}

/** The rations are asked again here, where the password would be used; many requests may have waited together. */
async function takeLogin(
  em: EntityManager,
  sealer: SecretSealer,
  { accountId, domain, servers }: ClaimedRow,
  id: string,
): Promise<Credentials | 'lost'> {
  const credential = await takeCredential(em, sealer, id);
  if (credential === null) return 'lost';
  const { username } = credential;
  for (const { host } of serversIn(servers)) {
    if ((await refusalWait(em, { accountId, domain, host, username })) > 0) return 'lost';
  }
  return credential;
}

async function readPins(
  em: EntityManager,
  domain: string,
  servers: readonly Server[],
): Promise<CertificatePins> {
  const pins = await em.find(CertificatePin, { domain });
  const ofServer = pins.filter(({ endpoint, host, port }) =>
    servers.some((one) => one.endpoint === endpoint && one.host === host && one.port === port),
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
