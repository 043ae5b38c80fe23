import type { DiscoverySource, FoundCandidate, Person } from '@postern/core/discovery';
import type { MailServers } from '@postern/core/mail-settings';
import type { QueuedJob } from '@postern/core/queued-job';
import { inAccount, withoutAccount, type Database, type EntityManager } from './database.js';
import { MailSettings } from './entities/mail-settings.js';
import { queueVerification, urgencyOf } from './functions/queue-verifications.js';
import { leaseSeconds } from './functions/renew-lease.js';
import { newId } from './id.js';
import { SealError, type SecretSealer } from './sealed-secret.js';
import { serversOf } from './server-columns.js';
import { noteHint, type Published } from './server-hints.js';

/** How long a discovery and its result are kept, in minutes after its end; one without an end, after its start. */
const keptMinutes = 10;
const isKept = `coalesce(finished_at, created_at) > now() - interval '${keptMinutes} minutes'`;

/** A candidate, and the verification that was started for it. */
export type StoredCandidate = FoundCandidate & { readonly verification: string | null };

/** What a discovery has found so far; the sources are in the order in which they answered. */
type Result = { readonly sources: DiscoverySource[]; readonly candidates: StoredCandidate[] };

export type StoredDiscovery = Result & {
  readonly id: string;
  readonly domain: string;
  readonly startedBy: string | null;
  readonly createdAt: Date;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
};

export type WantedDiscovery = {
  readonly accountId: string;
  readonly startedBy: string;
  readonly person: Person;
  /** Verify and show only what the domain itself or a public database says. */
  readonly trustedOnly: boolean;
  /** W3C Trace Context of the request. */
  readonly traceparent: string | null;
};

/**
 * Finds the kept discovery of a domain with the same address, or queues one in the caller's transaction. With
 * `trustedOnly` only what the same token has started is found. `queued` is null if one was found.
 */
export async function findOrQueueDiscovery(
  em: EntityManager,
  sealer: SecretSealer,
  wanted: WantedDiscovery,
): Promise<{ readonly id: string; readonly queued: QueuedJob | null }> {
  const { accountId, startedBy, person, trustedOnly } = wanted;
  // Held until the row is committed, so that of two simultaneous requests the second finds it.
  await em.execute('select pg_advisory_xact_lock(hashtextextended(?, 2))', [`${accountId} ${person.domain}`]);
  await deleteOldDiscoveries(em, accountId);
  const known = await em.execute<{ id: string; sealed_email: string | null }[]>(
    `select id, sealed_email from discovery
     where account_id = ? and domain = ? and trusted_only = ? and (not trusted_only or started_by = ?) order by id desc`,
    [accountId, person.domain, trustedOnly, startedBy],
  );
  const same = known.find((row) => openEmail(sealer, row.id, row.sealed_email) === person.email);
  if (same !== undefined) return { id: same.id, queued: null };
  return queueDiscovery(em, sealer, wanted);
}

async function queueDiscovery(em: EntityManager, sealer: SecretSealer, wanted: WantedDiscovery) {
  const { accountId, startedBy, person, trustedOnly, traceparent } = wanted;
  const { domain, email } = person;
  const id = newId();
  await em.execute(
    `insert into discovery (id, account_id, domain, sealed_email, trusted_only, started_by) values (?, ?, ?, ?, ?, ?)`,
    [
      id,
      accountId,
      domain,
      email === null ? null : sealer.seal(email, `${id} email`),
      trustedOnly,
      startedBy,
    ],
  );
  // As a server's, its turns bound the discoveries of one domain that run at once, for all accounts together.
  const servers = `{autoconfig.${domain}:443}`;
  const [job] = await em.execute<{ data_center: string }[]>(
    `insert into verification_job (verification_id, discovery_id, account_id, servers, traceparent, data_center, urgency)
     select ?, ?, a.id, ?, ?, coalesce(a.data_center, ''), ? from account a where a.id = ? returning data_center`,
    [id, id, servers, traceparent, urgencyOf.person, accountId],
  );
  const dataCenter = job!.data_center;
  await em.execute(
    `insert into waiting_account (account_id, urgency, data_center) values (?, ?, ?)
     on conflict (account_id, urgency) do update set is_waiting = true`,
    [accountId, urgencyOf.person, dataCenter],
  );
  return { id, queued: { id, dataCenter } };
}

/** Deletes the discoveries of an account whose ten minutes are over, and the jobs of those that no worker has ended. */
export async function deleteOldDiscoveries(em: EntityManager, accountId: string): Promise<void> {
  await em.execute(`delete from discovery where account_id = ? and not (${isKept})`, [accountId]);
}

/** Reads a discovery that is kept; `null` when the account has none with this id. */
export async function readDiscovery(
  database: Database,
  sealer: SecretSealer,
  accountId: string,
  id: string,
): Promise<StoredDiscovery | null> {
  const [row] = await inAccount(database, accountId).execute<DiscoveryRow[]>(
    `select domain, started_by as "startedBy", created_at as "createdAt", started_at as "startedAt",
       finished_at as "finishedAt", sealed_result as "sealedResult"
     from discovery where account_id = ? and id = ? and ${isKept}`,
    [accountId, id],
  );
  if (row === undefined) return null;
  const text = open(sealer, row.sealedResult, `${id} result`);
  const result = text === null ? { sources: [], candidates: [] } : (JSON.parse(text) as Result);
  return {
    id,
    domain: row.domain,
    startedBy: row.startedBy,
    createdAt: new Date(row.createdAt),
    startedAt: row.startedAt === null ? null : new Date(row.startedAt),
    finishedAt: row.finishedAt === null ? null : new Date(row.finishedAt),
    ...result,
  };
}

/** MikroORM 7.2 returns the times of `execute` as text. */
type DiscoveryRow = {
  readonly domain: string;
  readonly startedBy: string | null;
  readonly createdAt: string;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
  readonly sealedResult: string | null;
};

/** A discovery that this worker alone may finish, as long as it renews its lease. */
export type DiscoveryClaim = {
  readonly id: string;
  readonly accountId: string;
  /** Counts the claims; a result is stored only under the newest. */
  readonly attempt: number;
  /** Null for a weekly search. */
  readonly startedBy: string | null;
  readonly person: Person;
  readonly trustedOnly: boolean;
  /** The servers that an admin has saved for the domain, and their settings. */
  readonly saved: MailServers | null;
  readonly settings: { readonly id: string; readonly revision: number } | null;
  readonly traceparent: string | null;
};

/** Takes a dispatched discovery over, or one whose lease ran out; `null` when it is finished, gone, or held by another worker. */
export async function claimDiscovery(
  database: Database,
  sealer: SecretSealer,
  id: string,
): Promise<DiscoveryClaim | null> {
  const [job] = await withoutAccount(database).execute<
    { accountId: string; attempt: number; traceparent: string | null }[]
  >(
    `update verification_job set attempt = attempt + 1, lease_until = now() + make_interval(secs => ?)
     where discovery_id = ? and dispatched_until is not null and (lease_until is null or lease_until < now())
     returning account_id as "accountId", attempt, traceparent`,
    [leaseSeconds, id],
  );
  if (job === undefined) return null;
  const em = inAccount(database, job.accountId);
  const [row] = await em.execute<
    { domain: string; sealedEmail: string | null; trustedOnly: boolean; startedBy: string | null }[]
  >(
    `update discovery set started_at = coalesce(started_at, now()) where id = ?
     returning domain, sealed_email as "sealedEmail", trusted_only as "trustedOnly", started_by as "startedBy"`,
    [id],
  );
  if (row === undefined) return null;
  const { domain, sealedEmail, trustedOnly, startedBy } = row;
  const stored = await em.findOne(MailSettings, { accountId: job.accountId, domain, origin: 'admin' });
  const person = { domain, email: openEmail(sealer, id, sealedEmail) };
  const saved = stored === null ? null : serversOf(stored);
  const settings = stored === null ? null : { id: stored.id, revision: stored.revision };
  return { id, ...job, startedBy, person, trustedOnly, saved, settings };
}

/** Shows the sources that have answered so far, unless the discovery has ended. */
export async function storeSources(
  database: Database,
  sealer: SecretSealer,
  { id, accountId, attempt }: DiscoveryClaim,
  sources: readonly DiscoverySource[],
): Promise<void> {
  const sealed = sealer.seal(JSON.stringify({ sources, candidates: [] }), `${id} result`);
  await inAccount(database, accountId).execute(
    `update discovery set sealed_result = ? where id = ?
       and exists (select 1 from verification_job j where j.discovery_id = discovery.id and j.attempt = ?)`,
    [sealed, id, attempt],
  );
}

/** What is to be done with the candidates of a discovery. */
export type Conclusion = {
  /** The candidate that is verified for whoever waits. */
  readonly best: { readonly rank: number; readonly servers: MailServers } | null;
  readonly published: Published;
};

/**
 * Ends a discovery under the newest claim: stores its result, queues a try of the best candidate, and notes a hint with a try
 * of its servers. Nobody reads the result of a weekly search. False if another worker has taken the discovery over.
 */
export async function storeDiscovery(
  database: Database,
  sealer: SecretSealer,
  claim: DiscoveryClaim,
  found: { readonly sources: DiscoverySource[]; readonly candidates: readonly FoundCandidate[] },
  { best, published }: Conclusion,
): Promise<boolean> {
  const { id, accountId, attempt, startedBy, settings } = claim;
  return inAccount(database, accountId).transactional(async (em) => {
    const ended = await em.execute<unknown[]>(
      'delete from verification_job where discovery_id = ? and attempt = ? returning verification_id',
      [id, attempt],
    );
    if (ended.length === 0) return false;
    await em.execute('delete from server_turn where holder_id = ?', [id]);
    const tries = new Map<number, string>();
    if (best !== null) tries.set(best.rank, await queueTry(em, claim, best.servers));
    if (settings !== null) {
      const tryServers = (servers: MailServers) => queueTry(em, claim, servers);
      const tried = await noteHint(em, settings, published, tryServers);
      if (tried !== null) tries.set(tried.rank, tried.verification);
    }
    if (startedBy === null) {
      await em.execute('delete from discovery where id = ?', [id]);
      return true;
    }
    const candidates = found.candidates.map((candidate) => ({
      ...candidate,
      verification: tries.get(candidate.rank) ?? null,
    }));
    const result: Result = { sources: found.sources, candidates };
    await em.execute('update discovery set finished_at = now(), sealed_result = ? where id = ?', [
      sealer.seal(JSON.stringify(result), `${id} result`),
      id,
    ]);
    return true;
  });
}

/** Queues a verification of servers without a password; its id. */
async function queueTry(
  em: EntityManager,
  { accountId, startedBy, person, traceparent }: DiscoveryClaim,
  servers: MailServers,
): Promise<string> {
  const id = newId();
  const { domain } = person;
  const urgency = startedBy === null ? urgencyOf.search : urgencyOf.person;
  const wanted = { id, accountId, startedBy, domain, trigger: 'try', settings: null } as const;
  await queueVerification(em, { ...wanted, servers, urgency, traceparent });
  return id;
}

function openEmail(sealer: SecretSealer, id: string, sealed: string | null): string | null {
  return open(sealer, sealed, `${id} email`);
}

/** Null also for what was sealed with a key that is no longer configured. */
function open(sealer: SecretSealer, sealed: string | null, context: string): string | null {
  try {
    return sealed === null ? null : sealer.open(sealed, context);
  } catch (error) {
    if (error instanceof SealError) return null;
    throw error;
  }
}
