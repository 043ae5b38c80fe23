import { LockMode } from '@mikro-orm/core';
import type { WebhookChange, WebhookInput } from '@postern/core/webhook';
import type { EntityManager } from '@postern/database/database';
import { Webhook } from '@postern/database/entities/webhook';
import { actorName } from '@postern/database/functions/actor-name';
import { newId } from '@postern/database/id';
import type { SecretSealer } from '@postern/database/sealed-secret';
import { discardDeliveries, newWebhookSecret } from '@postern/database/webhooks';
import type { AccountCaller } from '../access/permission.js';
import { recordChange } from '../audit.js';

/** The most webhooks that an account can have. */
export const mostWebhooks = 20;

/** Makes a webhook in the caller's transaction and returns its id and secret; null if the account has 20 already. */
export async function createWebhook(
  em: EntityManager,
  sealer: SecretSealer,
  caller: AccountCaller,
  input: WebhookInput,
): Promise<{ id: string; secret: string } | null> {
  const { accountId, holderId } = caller;
  // Held until the commit, so that of two simultaneous requests the second counts the row of the first.
  await em.execute(`select pg_advisory_xact_lock(hashtextextended('webhooks ' || ?, 0))`, [accountId]);
  if ((await em.count(Webhook, { accountId })) >= mostWebhooks) return null;
  const id = newId();
  const { secret, sealed } = newWebhookSecret(sealer, id);
  const actor = await actorName(em, holderId);
  const { url, events, description, enabled } = input;
  await em.insert(Webhook, {
    id,
    accountId,
    url,
    events: events === 'all' ? null : events,
    description,
    isEnabled: enabled,
    sealedSecret: sealed,
    createdBy: actor,
  });
  await recordChange(em, caller, actor, { action: 'webhook.created', subject: id, after: audited(input) });
  return { id, secret };
}

/**
 * Changes a webhook in the caller's transaction; null if there is none with this id. Switching it off ends what waits for
 * it. Switching it on forgets its failures.
 */
export async function changeWebhook(
  em: EntityManager,
  caller: AccountCaller,
  id: string,
  change: WebhookChange,
): Promise<Webhook | null> {
  const webhook = await lockWebhook(em, caller, id);
  if (webhook === null) return null;
  const { url, events, description, enabled } = change;
  const before = audited(settingsOf(webhook));
  if (url !== undefined) webhook.url = url;
  if (events !== undefined) webhook.events = events === 'all' ? null : events;
  if (description !== undefined) webhook.description = description;
  if (enabled !== undefined) {
    webhook.isEnabled = enabled;
    webhook.switchedOff = null;
    webhook.failingSince = null;
  }
  await em.flush();
  if (enabled === false) await discardDeliveries(em, id);
  const actor = await actorName(em, caller.holderId);
  const after = audited(settingsOf(webhook));
  await recordChange(em, caller, actor, { action: 'webhook.updated', subject: id, before, after });
  return webhook;
}

/** Deletes a webhook with its deliveries; false if there is none with this id. */
export async function deleteWebhook(em: EntityManager, caller: AccountCaller, id: string): Promise<boolean> {
  const webhook = await lockWebhook(em, caller, id);
  if (webhook === null) return false;
  const before = audited(settingsOf(webhook));
  await em.remove(webhook).flush();
  const actor = await actorName(em, caller.holderId);
  await recordChange(em, caller, actor, { action: 'webhook.deleted', subject: id, before });
  return true;
}

function lockWebhook(em: EntityManager, { accountId }: AccountCaller, id: string): Promise<Webhook | null> {
  return em.findOne(Webhook, { id, accountId }, { lockMode: LockMode.PESSIMISTIC_WRITE });
}

function settingsOf({ url, events, description, isEnabled }: Webhook): WebhookInput {
  return { url, events: events ?? 'all', description, enabled: isEnabled };
}

/** The path of a URL can be a secret, as with chat services, so the audit has its origin only. */
function audited({ url, events, description, enabled }: WebhookInput): object {
  return { origin: new URL(url).origin, events, description, enabled };
}
