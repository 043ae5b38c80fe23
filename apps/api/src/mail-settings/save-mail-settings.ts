import { LockMode, UniqueConstraintViolationException } from '@mikro-orm/core';
import { isDeepStrictEqual } from 'node:util';
import { parseDomainName } from '@postern/core/domain-name';
import type { MailServers, MailSettingsInput, SettingsKind } from '@postern/core/mail-settings';
import { listTargets } from '@postern/core/server-target';
import { inAccount, type Database, type EntityManager } from '@postern/database/database';
import { MailSettings } from '@postern/database/entities/mail-settings';
import { newId } from '@postern/database/id';
import { monitorServers } from '@postern/database/monitored-servers';
import { actorName, recordChange } from '../audit.js';
import type { AccountCaller } from '../http/permission.js';
import { createOnce, type CreationRequest } from '../idempotency/create-once.js';
import { queuedSummary, queueVerification } from '../verifications/queue-verification.js';
import { serverColumns, serversOf } from '@postern/database/server-columns';
import { presentSettings } from './present-settings.js';

/** What saving can come to. `queued` is the verification to enqueue, now that the transaction is committed. */
export type SaveOutcome =
  | { readonly outcome: 'saved'; readonly settings: MailSettings; readonly queued: string | null }
  | { readonly outcome: 'already-configured'; readonly existingKind: SettingsKind }
  | { readonly outcome: 'kind-is-fixed'; readonly existingKind: SettingsKind }
  | { readonly outcome: 'stale' }
  | { readonly outcome: 'not-found' };

/** Creates a domain's settings (R3 to R7); a row that a user's attempt left is taken over, in either kind (R9). */
export async function createMailSettings(
  database: Database,
  caller: AccountCaller,
  input: MailSettingsInput,
  request: CreationRequest | null = null,
): Promise<SaveOutcome> {
  try {
    return await inAccount(database, caller.accountId).transactional(async (em): Promise<SaveOutcome> => {
      const made = await createOnce(em, request, async () => {
        const outcome = await insertOrTakeOver(em, caller, input);
        return { id: outcome.outcome === 'saved' ? outcome.settings.id : null, value: outcome };
      });
      if (!made.isRepeated) return made.value;
      const settings = await em.findOne(MailSettings, { id: made.id });
      return settings === null ? { outcome: 'not-found' } : { outcome: 'saved', settings, queued: null };
    });
  } catch (error) {
    if (!(error instanceof UniqueConstraintViolationException)) throw error;
    // Somebody else created it between our look and our insert; the table decides who wins.
    const winner = await inAccount(database, caller.accountId).findOneOrFail(MailSettings, { domain: input.domain });
    return { outcome: 'already-configured', existingKind: winner.kind };
  }
}

async function insertOrTakeOver(em: EntityManager, caller: AccountCaller, input: MailSettingsInput): Promise<SaveOutcome> {
  const existing = await lockSettings(em, caller, input.domain);
  if (existing?.origin === 'admin') return { outcome: 'already-configured', existingKind: existing.kind };
  return existing === null ? insertSettings(em, caller, input) : reviseSettings(em, caller, existing, input);
}

/** Replaces a domain's servers; `expected` are the revisions that the caller has seen, null for any. */
export async function updateMailSettings(
  database: Database,
  caller: AccountCaller,
  input: MailSettingsInput,
  expected: readonly number[] | null,
): Promise<SaveOutcome> {
  return inAccount(database, caller.accountId).transactional(async (em): Promise<SaveOutcome> => {
    const existing = await lockSettings(em, caller, input.domain);
    if (existing === null) return { outcome: 'not-found' };
    if (expected !== null && !expected.includes(existing.revision)) return { outcome: 'stale' };
    if (existing.kind !== input.kind) return { outcome: 'kind-is-fixed', existingKind: existing.kind };
    const isSame = existing.origin === 'admin' && isDeepStrictEqual(serversOf(existing), serversIn(input));
    if (isSame) return { outcome: 'saved', settings: existing, queued: null };
    return reviseSettings(em, caller, existing, input);
  });
}

function lockSettings(em: EntityManager, caller: AccountCaller, domain: string): Promise<MailSettings | null> {
  const { accountId } = caller;
  return em.findOne(MailSettings, { accountId, domain }, { lockMode: LockMode.PESSIMISTIC_WRITE });
}

async function insertSettings(em: EntityManager, caller: AccountCaller, input: MailSettingsInput): Promise<SaveOutcome> {
  const actor = await actorName(em, caller);
  const { domain } = input;
  const queued = newId();
  const now = new Date();
  const settings = em.create(MailSettings, {
    id: newId(),
    accountId: caller.accountId,
    domain,
    displayDomain: displayName(domain),
    ...serverColumns(serversIn(input)),
    ...queuedSummary(queued),
    origin: 'admin',
    createdAt: now,
    createdBy: actor,
    updatedAt: now,
    updatedBy: actor,
  });
  await em.persist(settings).flush();
  await recordChange(em, caller, actor, { action: 'mail-settings.created', subject: domain, after: serversOf(settings) });
  await queueSaved(em, caller, settings, queued);
  return { outcome: 'saved', settings, queued };
}

async function reviseSettings(
  em: EntityManager,
  caller: AccountCaller,
  settings: MailSettings,
  input: MailSettingsInput,
): Promise<SaveOutcome> {
  const actor = await actorName(em, caller);
  const before = { ...serversOf(settings), origin: settings.origin };
  const queued = newId();
  em.assign(settings, {
    ...serverColumns(serversIn(input)),
    ...queuedSummary(queued),
    origin: 'admin',
    revision: settings.revision + 1,
    unconfirmedFailure: null,
    verifiedAt: null,
    updatedAt: new Date(),
    updatedBy: actor,
  });
  await em.flush();
  const after = { ...serversOf(settings), origin: settings.origin };
  await recordChange(em, caller, actor, { action: 'mail-settings.updated', subject: settings.domain, before, after });
  await queueSaved(em, caller, settings, queued);
  return { outcome: 'saved', settings, queued };
}

/** What follows every save, in its transaction: a verification now, and the schedule of the servers from now on. */
async function queueSaved(em: EntityManager, caller: AccountCaller, settings: MailSettings, id: string): Promise<void> {
  const monitored = { settingsId: settings.id, targets: listTargets(serversOf(settings)) };
  await monitorServers(em, caller.accountId, [monitored], settings.revision > 1);
  await queueVerification(em, {
    id,
    accountId: caller.accountId,
    startedBy: caller.tokenId,
    domain: settings.domain,
    trigger: 'save',
    servers: serversOf(settings),
    settings: { id: settings.id, revision: settings.revision },
  });
}

function serversIn(input: MailSettingsInput): MailServers {
  const { domain: _, ...servers } = input;
  return servers;
}

function displayName(domain: string): string {
  const parsed = parseDomainName(domain);
  return parsed.ok ? parsed.displayDomain : domain;
}

/** Deletes a domain's settings; its verifications stay as history until retention takes them. */
export async function deleteMailSettings(
  database: Database,
  caller: AccountCaller,
  domain: string,
  expected: readonly number[] | null,
): Promise<'deleted' | 'stale' | 'not-found'> {
  return inAccount(database, caller.accountId).transactional(async (em) => {
    const existing = await lockSettings(em, caller, domain);
    if (existing === null) return 'not-found';
    if (expected !== null && !expected.includes(existing.revision)) return 'stale';
    const actor = await actorName(em, caller);
    const before = presentSettings(existing);
    await em.remove(existing).flush();
    await recordChange(em, caller, actor, { action: 'mail-settings.deleted', subject: domain, before });
    return 'deleted';
  });
}
