import { LockMode } from '@mikro-orm/core';
import { isDeepStrictEqual } from 'node:util';
import type { MailServers, MailSettingsInput, SettingsKind } from '@postern/core/mail-settings';
import type { Discovered } from '@postern/core/provenance';
import { serversKey } from '@postern/core/servers-key';
import { inAccount, type Database, type EntityManager } from '@postern/database/database';
import { MailSettings } from '@postern/database/entities/mail-settings';
import {
  createSettings,
  saveSettings,
  type SettingsWrite,
} from '@postern/database/functions/save-mail-settings';
import type { Saver } from '@postern/database/functions/queue-verifications';
import { recordEvents } from '@postern/database/functions/record-event';
import { sourceOfHint } from '@postern/database/server-hints';
import { newId } from '@postern/database/id';
import { currentTraceparent } from '@postern/jobs/tracing';
import { actorName } from '@postern/database/functions/actor-name';
import { recordChanges } from '../audit.js';
import type { AccountCaller } from '../access/permission.js';
import { createOnce, type CreationRequest } from '../idempotency/create-once.js';
import type { QueuedJob } from '@postern/core/queued-job';
import { serversOf } from '@postern/database/server-columns';
import { presentSettings } from './present-settings.js';

/** The outcomes of a save. `queued` is the verification to enqueue after the commit. */
export type SaveOutcome =
  | { readonly outcome: 'saved'; readonly settings: MailSettings; readonly queued: QueuedJob | null }
  | { readonly outcome: 'already-configured'; readonly existingKind: SettingsKind }
  | { readonly outcome: 'kind-is-fixed'; readonly existingKind: SettingsKind }
  | { readonly outcome: 'stale' }
  | { readonly outcome: 'not-found' };

/** Creates a domain's settings (R3 to R7); a row that records a user's attempt is replaced, whatever its kind (R9). */
export async function createMailSettings(
  database: Database,
  caller: AccountCaller,
  input: MailSettingsInput,
  discovered: Discovered | null,
  request: CreationRequest | null = null,
): Promise<SaveOutcome> {
  if (request === null) {
    const created = await createSettings(database, saverOf(caller), firstRevision(input, discovered));
    if (created !== null) return { outcome: 'saved', ...created };
  }
  return inAccount(database, caller.accountId).transactional(async (em): Promise<SaveOutcome> => {
    const made = await createOnce(em, request, async () => {
      const outcome = await insertOrTakeOver(em, caller, input, discovered);
      return { id: outcome.outcome === 'saved' ? outcome.settings.id : null, value: outcome };
    });
    if (!made.isRepeated) return made.value;
    const settings = await em.findOne(MailSettings, { id: made.id });
    return settings === null ? { outcome: 'not-found' } : { outcome: 'saved', settings, queued: null };
  });
}

/** Who saves, with the trace of the request. */
export function saverOf({ accountId, holderId }: AccountCaller): Saver {
  return { accountId, holderId, traceparent: currentTraceparent() };
}

async function insertOrTakeOver(
  em: EntityManager,
  caller: AccountCaller,
  input: MailSettingsInput,
  discovered: Discovered | null,
): Promise<SaveOutcome> {
  const created = await saveSettings(em, saverOf(caller), firstRevision(input, discovered));
  if (created !== null) return { outcome: 'saved', ...created };
  const existing = await lockSettings(em, caller, input.domain);
  if (existing?.origin === 'attempt') return reviseSettings(em, caller, existing, input, discovered);
  // The existing row may have been deleted since; the caller is told of it all the same.
  return { outcome: 'already-configured', existingKind: existing?.kind ?? input.kind };
}

/** Replaces the servers of a domain if its revision is one of `expected`; null accepts any revision. */
export async function updateMailSettings(
  database: Database,
  caller: AccountCaller,
  input: MailSettingsInput,
  discovered: Discovered | null,
  expected: readonly number[] | null,
): Promise<SaveOutcome> {
  return inAccount(database, caller.accountId).transactional(async (em): Promise<SaveOutcome> => {
    const existing = await lockSettings(em, caller, input.domain);
    if (existing === null) return { outcome: 'not-found' };
    if (expected !== null && !expected.includes(existing.revision)) return { outcome: 'stale' };
    if (existing.kind !== input.kind) return { outcome: 'kind-is-fixed', existingKind: existing.kind };
    if (isStored(existing, input)) return { outcome: 'saved', settings: existing, queued: null };
    return reviseSettings(em, caller, existing, input, discovered);
  });
}

/**
 * Replaces a domain's IMAP settings by Exchange settings, or these by IMAP settings, by changing its one row: the domain
 * has one kind at every moment (R7), and its revision and history continue. Settings that are stored already are left.
 */
export async function replaceMailSettings(
  database: Database,
  caller: AccountCaller,
  input: MailSettingsInput,
  discovered: Discovered | null,
  expected: readonly number[] | null,
): Promise<SaveOutcome> {
  return inAccount(database, caller.accountId).transactional(async (em): Promise<SaveOutcome> => {
    const existing = await lockSettings(em, caller, input.domain);
    if (existing === null) return { outcome: 'not-found' };
    if (isStored(existing, input)) return { outcome: 'saved', settings: existing, queued: null };
    if (expected !== null && !expected.includes(existing.revision)) return { outcome: 'stale' };
    if (existing.kind === input.kind) return { outcome: 'already-configured', existingKind: existing.kind };
    return reviseSettings(em, caller, existing, input, discovered);
  });
}

function isStored(existing: MailSettings, input: MailSettingsInput): boolean {
  return existing.origin === 'admin' && isDeepStrictEqual(serversOf(existing), withoutDomain(input));
}

function lockSettings(
  em: EntityManager,
  caller: AccountCaller,
  domain: string,
): Promise<MailSettings | null> {
  const { accountId } = caller;
  return em.findOne(MailSettings, { accountId, domain }, { lockMode: LockMode.PESSIMISTIC_WRITE });
}

function firstRevision(input: MailSettingsInput, discovered: Discovered | null): SettingsWrite {
  const { domain } = input;
  return { id: newId(), domain, servers: withoutDomain(input), discovered, revision: 1, before: null };
}

async function reviseSettings(
  em: EntityManager,
  caller: AccountCaller,
  existing: MailSettings,
  input: MailSettingsInput,
  discovered: Discovered | null,
): Promise<SaveOutcome> {
  const { id, domain, origin, revision } = existing;
  const before = { ...serversOf(existing), origin };
  const servers = withoutDomain(input);
  const isSame = serversKey(servers) === serversKey(serversOf(existing));
  const { allowNonSecureCertificate: _, ...bare } = { allowNonSecureCertificate: false, ...servers };
  const from = discovered ?? (isSame ? existing.discovered : await sourceOfHint(em, id, bare));
  const changed = { id, domain, servers, discovered: from, revision: revision + 1, before };
  const saved = await saveSettings(em, saverOf(caller), changed);
  return saved === null ? { outcome: 'not-found' } : { outcome: 'saved', ...saved };
}

export function withoutDomain(input: MailSettingsInput): MailServers {
  const { domain: _, ...servers } = input;
  return servers;
}

/** Deletes the settings of a domain. Its verifications stay in the history for 90 days. */
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
    await removeSettings(em, caller, [existing]);
    return 'deleted';
  });
}

/** Deletes settings that the caller's transaction has locked, with their audit and events. */
export async function removeSettings(
  em: EntityManager,
  caller: AccountCaller,
  rows: readonly MailSettings[],
): Promise<void> {
  const actor = await actorName(em, caller.holderId);
  await em.nativeDelete(MailSettings, { id: { $in: rows.map(({ id }) => id) } });
  const changes = rows.map((row) => ({
    action: 'mail-settings.deleted' as const,
    subject: row.domain,
    before: presentSettings(row),
  }));
  await recordChanges(em, caller, actor, changes);
  const events = rows.map(({ domain, revision }) => ({
    domain,
    payload: { change: 'deleted', actor, revision, fields: [] },
  }));
  await recordEvents(em, caller.accountId, 'settings.changed', events);
}
