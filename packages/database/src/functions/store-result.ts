import type { ProbeResult } from '@postern/core/probe-result';
import type { QueuedJob } from '@postern/core/queued-job';
import type { Failure } from '@postern/core/verification';
import { inAccount, type Database, type EntityManager } from '../database.js';
import { CertificatePin } from '../entities/certificate-pin.js';
import { preparedQuery, queryWithin } from '../prepared-query.js';
import { recordRefusedLogin } from '../refused-logins.js';
import { actorName } from './actor-name.js';
import type { Claim } from './claim-verification.js';
import { choosingLock, claimSeconds } from './dispatch-verifications.js';
import { planByKey } from './plan-by-key.js';

/**
 * Ends a verification: deletes its job and stores the result, only under the newest claim (else it returns
 * `lost-lease`), and shows it in the settings only while their revision is the one that was verified (else the
 * verification ends `superseded`). With \`claim_seconds\` it also dispatches what runs next, unless another transaction
 * chooses at this moment; then \`chosen\` is null and the caller dispatches.
 */
export const storeResultFunction = `
  create or replace function store_result(
    wanted uuid, claimed_attempt int, failure jsonb, warnings jsonb, endpoints jsonb, has_wasted boolean,
    claim_seconds int
  ) returns table (stored text, chosen jsonb) language plpgsql ${planByKey} as $$
  #variable_conflict use_variable
  declare
    owner uuid;
    known record;
    failed_since timestamptz;
  begin
    delete from verification_job j
      where j.verification_id = wanted and j.attempt = claimed_attempt
      returning j.account_id into owner;
    if not found then
      stored := 'lost-lease';
      return next;
      return;
    end if;
    delete from server_turn t where t.holder_id = wanted;
    if has_wasted then
      insert into account_probation as p (account_id, rests_until) values (owner, now() + interval '300 milliseconds')
        on conflict (account_id) do update set rests_until = least(now() + interval '5 seconds',
          greatest(p.rests_until, now()) + interval '300 milliseconds');
    elsif not has_wasted then
      delete from account_probation p where p.account_id = owner;
    end if;
    perform set_config('postern.account_id', owner::text, true);
    update verification v set
        state = case
          when v.settings_id is not null and v.revision is distinct from
            (select s.revision from mail_settings s where s.id = v.settings_id for no key update) then 'superseded'
          when store_result.failure is null then 'passed' else 'failed' end,
        finished_at = now(), failure = store_result.failure, warnings = store_result.warnings,
        endpoints = store_result.endpoints
      where v.id = wanted returning v.state, v.settings_id, v.domain into known;
    stored := coalesce(known.state, 'superseded');
    if stored <> 'superseded' then
      update mail_settings s set verification_state = stored, verification_at = now(),
          verification_failure = store_result.failure, verification_warnings = store_result.warnings,
          unconfirmed_failure = null,
          failing_since = case when stored = 'failed' then coalesce(s.failing_since, now()) end,
          verified_at = case when stored = 'passed' then now() else s.verified_at end
        from mail_settings before
        where s.id = known.settings_id and s.verification_id = wanted and before.id = s.id
        returning before.failing_since into failed_since;
      if found and ((failure is null) = (failed_since is not null) or failure ->> 'code' = 'cert-changed') then
        perform record_outcome(owner, known.domain, wanted, failure, endpoints, failed_since);
      end if;
    end if;
    if not exists (select 1 from waiting_account w where w.is_waiting) and not exists (select 1 from blocked_server) then
      chosen := '[]';
    elsif claim_seconds is not null and pg_try_advisory_xact_lock(${choosingLock}) then
      chosen := (select coalesce(jsonb_agg(jsonb_build_object('id', c.id, 'dataCenter', c.data_center)), '[]')
        from choose_jobs(claim_seconds) c);
    end if;
    return next;
  end $$;
`;

/** `lost-lease`: another worker took over, and stores its own result. */
export type Stored = 'passed' | 'failed' | 'superseded' | 'lost-lease';

/** How a verification ended, and the verifications that now run next; null if the caller must dispatch them. */
export type StoredResult = { readonly stored: Stored; readonly chosen: readonly QueuedJob[] | null };

const statement = {
  name: 'store-result',
  text: 'select stored, chosen from store_result($1, $2, $3::jsonb, $4::jsonb, $5::jsonb, $6, $7)',
};

/**
 * Stores a result once: only under the newest claim, and only while the settings' revision is the one that was
 * verified. Deleting the job row is the end of the verification. With `choosesNext`, the same statement dispatches what
 * runs next.
 */
export async function storeResult(
  database: Database,
  claim: Claim,
  result: ProbeResult,
  choosesNext = true,
): Promise<StoredResult> {
  const { endpoints, failure, warnings } = result;
  const [failureJson, ...lists] = [failure, warnings, endpoints].map((value) => JSON.stringify(value));
  const values = [
    claim.id,
    claim.attempt,
    failure === null ? null : failureJson,
    ...lists,
    hasWasted(failure),
  ];
  if (!leavesMore(claim, result)) {
    const seconds = choosesNext ? claimSeconds : null;
    const [row] = await preparedQuery<StoredResult>(database, statement, [...values, seconds]);
    return row!;
  }
  // A transaction of several statements would hold the lock of choosing too long.
  return inAccount(database, claim.accountId).transactional(async (em) => {
    const [row] = await queryWithin<StoredResult>(em, statement, [...values, null]);
    if (row!.stored === 'lost-lease') return row!;
    await countRefusal(em, claim, failure);
    if (claim.isOfSettings && row!.stored !== 'superseded') await storePins(em, claim, result);
    return row!;
  });
}

/**
 * Failures of servers that flood us or speak no mail protocol: they cost CPU and are no mail servers. Each puts its
 * account on probation, and the next verification that ends in another way ends the probation.
 */
const wastefulFailures: ReadonlySet<string> = new Set([
  'limit-exceeded',
  'not-this-protocol',
  'protocol-error',
  'starttls-injection',
]);

/** Null leaves the probation as it is: a server that is slow until the deadline proves nothing. */
function hasWasted(failure: Failure | null): boolean | null {
  if (failure?.code === 'deadline-exceeded') return null;
  return failure !== null && wastefulFailures.has(failure.code);
}

/** Logins and pins are written in the same transaction; a run without either needs none. */
function leavesMore({ login }: Claim, { newPins, droppedPins }: ProbeResult): boolean {
  return login !== null || newPins.length > 0 || droppedPins.length > 0;
}

/** A login that a server refused counts against its account and its user on its host. */
async function countRefusal(
  em: EntityManager,
  { accountId, domain, login, servers }: Claim,
  failure: Failure | null,
): Promise<void> {
  if (login === null || login === 'lost' || failure === null || !refusals.has(failure.code)) return;
  const server = servers.find(({ endpoint }) => endpoint === failure.endpoint);
  if (server === undefined) return;
  await recordRefusedLogin(em, { accountId, domain, host: server.host, username: login.username });
}
const refusals: ReadonlySet<string> = new Set([
  'auth-rejected',
  'auth-app-password',
  'auth-disabled-by-admin',
  'auth-unclear',
  'auth-password-expired',
  'auth-web-login',
  'auth-no-mailbox',
  'auth-username-format',
  'oauth-token-rejected',
]);

/** Pins what an admin's save saw, with who and when; never overwrites a pin, which only trusting does. */
async function storePins(
  em: EntityManager,
  claim: Claim,
  { newPins, droppedPins }: ProbeResult,
): Promise<void> {
  const { accountId, domain, servers } = claim;
  if (newPins.length === 0 && droppedPins.length === 0) return;
  const pinnedBy = await actorName(em, claim.startedBy);
  for (const { endpoint, host, port } of servers) {
    const key = { accountId, domain, endpoint, host, port };
    if (droppedPins.includes(endpoint)) await em.nativeDelete(CertificatePin, key);
    const seen = newPins.find((pin) => pin.endpoint === endpoint);
    if (seen === undefined) continue;
    const { sha256, spkiSha256 } = seen;
    const pin = { ...key, sha256, spkiSha256, pinnedBy };
    await em.upsert(CertificatePin, pin, { onConflictAction: 'ignore' });
  }
}
