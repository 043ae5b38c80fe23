import type { ProbeResult } from '@postern/core/probe-result';
import { serversIn } from '@postern/core/server';
import type { EndpointReport, Failure } from '@postern/core/verification';
import { inAccount, type Database, type EntityManager } from '@postern/database/database';
import { CertificatePin } from '@postern/database/entities/certificate-pin';
import { Token } from '@postern/database/entities/token';
import { preparedQuery } from '@postern/database/prepared-query';
import { loginKey, recordRefusedLogin } from '@postern/database/refused-logins';
import type { Claim } from './claim-verification.js';

/** `lost-lease`: another worker took over, and stores its own result. */
export type Stored = 'passed' | 'failed' | 'superseded' | 'lost-lease';

const storeStatement = {
  name: 'store-result',
  text: 'select store_result($1, $2, $3::jsonb, $4::jsonb, $5::jsonb) as stored',
};

/**
 * Stores a result once: only under the newest claim, and only while the settings' revision is the one that was
 * verified. Deleting the job row is the end of the verification.
 */
export async function storeResult(database: Database, claim: Claim, result: ProbeResult): Promise<Stored> {
  const { endpoints, failure, warnings } = result;
  const [failureJson, ...lists] = [failure, warnings, endpoints].map((value) => JSON.stringify(value));
  const values = [claim.id, claim.attempt, failure === null ? null : failureJson, ...lists];
  if (!leavesMore(claim, result)) {
    const [row] = await preparedQuery<{ stored: Stored }>(database, storeStatement, values);
    return row!.stored;
  }
  return inAccount(database, claim.accountId).transactional(async (em) => {
    const text = 'select store_result(?, ?, ?::jsonb, ?::jsonb, ?::jsonb) as stored';
    const [row] = await em.execute<{ stored: Stored }[]>(text, values);
    if (row!.stored === 'lost-lease') return 'lost-lease';
    await countRefusal(em, claim, failure);
    if (claim.isOfSettings && row!.stored !== 'superseded') await storePins(em, claim, result);
    return row!.stored;
  });
}

/** Logins and pins are written in the same transaction; a run without either needs none. */
function leavesMore({ login }: Claim, { newPins, droppedPins }: ProbeResult): boolean {
  return login !== null || newPins.length > 0 || droppedPins.length > 0;
}

/** A login that a server refused counts against its user on its host, whoever asked for it. */
async function countRefusal(
  em: EntityManager,
  { login, servers }: Claim,
  failure: Failure | null,
): Promise<void> {
  if (login === null || login === 'lost' || failure === null || !refusals.has(failure.code)) return;
  const server = serversIn(servers).find(({ endpoint }) => endpoint === failure.endpoint);
  if (server !== undefined) await recordRefusedLogin(em, loginKey(server.host, login.username));
}
const refusals: ReadonlySet<string> = new Set([
  'auth-rejected',
  'auth-app-password',
  'auth-disabled-by-admin',
]);

/** Pins what an admin's save saw, with who and when; never overwrites a pin, which only trusting does. */
async function storePins(
  em: EntityManager,
  claim: Claim,
  { newPins, droppedPins }: ProbeResult,
): Promise<void> {
  const { accountId, domain, servers } = claim;
  if (newPins.length === 0 && droppedPins.length === 0) return;
  const token = claim.startedBy === null ? null : await em.findOne(Token, { id: claim.startedBy });
  for (const { endpoint, host, port } of serversIn(servers)) {
    const key = { accountId, domain, endpoint, host, port };
    if (droppedPins.includes(endpoint)) await em.nativeDelete(CertificatePin, key);
    const seen = newPins.find((pin) => pin.endpoint === endpoint);
    if (seen === undefined) continue;
    const { sha256, spkiSha256 } = seen;
    const pin = { ...key, sha256, spkiSha256, pinnedBy: token?.name ?? 'revoked token' };
    await em.upsert(CertificatePin, pin, { onConflictAction: 'ignore' });
  }
}

const progressStatement = { name: 'store-progress', text: 'select store_progress($1, $2, $3)' };

/** Shows the steps that ended so far; a lost lease changes nothing. */
export async function storeProgress(
  database: Database,
  claim: Claim,
  endpoints: EndpointReport[],
): Promise<void> {
  await preparedQuery(database, progressStatement, [claim.id, claim.attempt, JSON.stringify(endpoints)]);
}
