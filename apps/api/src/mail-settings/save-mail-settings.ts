import { LockMode, UniqueConstraintViolationException } from '@mikro-orm/core';
import { isDeepStrictEqual } from 'node:util';
import type { MailServers, MailSettingsInput, SettingsKind } from '@postern/core/mail-settings';
import { inAccount, type Database, type EntityManager } from '@postern/database/database';
import { MailSettings } from '@postern/database/entities/mail-settings';
import { newId } from '@postern/database/id';
import { actorName, recordChange } from '../audit.js';
import type { AccountCaller } from '../http/permission.js';
import { createOnce, type CreationRequest } from '../idempotency/create-once.js';
import { sweepAfterSeconds } from '../verifications/queue-verification.js';
import { serversOf } from '@postern/database/server-columns';
import { presentSettings } from './present-settings.js';
import { writeSettings, type SettingsWrite } from './write-settings.js';

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
    const winner = await inAccount(database, caller.accountId).findOneOrFail(MailSettings, {
      domain: input.domain,
    });
    return { outcome: 'already-configured', existingKind: winner.kind };
  }
}

async function insertOrTakeOver(
  em: EntityManager,
  caller: AccountCaller,
  input: MailSettingsInput,
): Promise<SaveOutcome> {
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

function lockSettings(
  em: EntityManager,
  caller: AccountCaller,
  domain: string,
): Promise<MailSettings | null> {
  const { accountId } = caller;
  return em.findOne(MailSettings, { accountId, domain }, { lockMode: LockMode.PESSIMISTIC_WRITE });
}

function insertSettings(
  em: EntityManager,
  caller: AccountCaller,
  input: MailSettingsInput,
): Promise<SaveOutcome> {
  return write(em, caller, {
    id: newId(),
    domain: input.domain,
    servers: serversIn(input),
    revision: 1,
    before: null,
  });
}

function reviseSettings(
  em: EntityManager,
  caller: AccountCaller,
  existing: MailSettings,
  input: MailSettingsInput,
): Promise<SaveOutcome> {
  const { id, domain, origin, revision } = existing;
  const before = { ...serversOf(existing), origin };
  return write(em, caller, { id, domain, servers: serversIn(input), revision: revision + 1, before });
}

async function write(em: EntityManager, caller: AccountCaller, wanted: SettingsWrite): Promise<SaveOutcome> {
  const [queued] = await writeSettings(em, caller, await actorName(em, caller), [wanted], sweepAfterSeconds);
  const settings = await em.findOneOrFail(MailSettings, { id: wanted.id }, { refresh: true });
  return { outcome: 'saved', settings, queued: queued! };
}

function serversIn(input: MailSettingsInput): MailServers {
  const { domain: _, ...servers } = input;
  return servers;
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
