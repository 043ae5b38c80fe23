import type { SentType } from '@postern/core/event';
import type { DeliveryState } from '@postern/core/webhook';
import { randomBytes } from 'node:crypto';
import { inAccount, type Database, type EntityManager } from './database.js';
import { SealError, type SecretSealer } from './sealed-secret.js';

/** The prefix of a symmetric secret (Standard Webhooks 1.0). */
const secretPrefix = 'whsec_';
/** After a rotation the old secret signs too, so that receivers can be changed meanwhile. */
const oldSecretHours = 24;

/** A new secret of 32 bytes, and the secret as it is stored for the webhook with this id. */
export function newWebhookSecret(sealer: SecretSealer, id: string): { secret: string; sealed: string } {
  const secret = secretPrefix + randomBytes(32).toString('base64');
  return { secret, sealed: sealer.seal(secret, contextOf(id)) };
}

/**
 * Gives a webhook a new secret and returns it with the time until which the old one signs too, in 24 hours. Null if there
 * is no such webhook.
 */
export async function rotateSecret(
  em: EntityManager,
  sealer: SecretSealer,
  id: string,
): Promise<{ secret: string; oldSecretUntil: Date } | null> {
  const { secret, sealed } = newWebhookSecret(sealer, id);
  const [rotated] = await em.execute<{ until: string | Date }[]>(
    `update webhook set sealed_old_secret = sealed_secret, sealed_secret = ?,
       old_secret_until = now() + make_interval(hours => ?) where id = ? returning old_secret_until as until`,
    [sealed, oldSecretHours, id],
  );
  return rotated === undefined ? null : { secret, oldSecretUntil: new Date(rotated.until) };
}

/** The webhooks of an account with a secret that another key than the newest has sealed. The old secret counts while it signs. */
const sealedByOlderKey = `select id, sealed_secret as sealed, old from webhook,
    lateral (select case when old_secret_until > now() then sealed_old_secret end as old) as signing
  where not starts_with(sealed_secret, ?) or not starts_with(old, ?)`;

/** Counts the webhooks of an account with a secret that another key than the newest has sealed. */
export async function countOlderSeals(em: EntityManager, { newestPrefix }: SecretSealer): Promise<number> {
  return (await em.execute<object[]>(sealedByOlderKey, [newestPrefix, newestPrefix])).length;
}

/**
 * Seals the secrets of an account's webhooks again that another key than the newest has sealed. A secret whose key is not
 * configured stays as it is, and so does one that is rotated meanwhile.
 */
export async function sealWebhooksAgain(em: EntityManager, sealer: SecretSealer): Promise<void> {
  const rows = await em.execute<{ id: string; sealed: string; old: string | null }[]>(sealedByOlderKey, [
    sealer.newestPrefix,
    sealer.newestPrefix,
  ]);
  for (const { id, sealed, old } of rows) {
    const again = (text: string | null) => {
      const [secret] = open(sealer, text, id);
      return secret === undefined ? text : sealer.seal(secret, contextOf(id));
    };
    await em.execute(
      'update webhook set sealed_secret = ?, sealed_old_secret = ? where id = ? and sealed_secret = ?',
      [again(sealed), again(old), id, sealed],
    );
  }
}

/** Ends everything that waits for a webhook. */
export async function discardDeliveries(em: EntityManager, webhookId: string): Promise<void> {
  await em.execute('select discard_deliveries(?)', [webhookId]);
}

/** Queues an event that only this webhook receives, whatever it has chosen; returns the id of the delivery. */
export async function queueTestDelivery(
  em: EntityManager,
  accountId: string,
  webhookId: string,
): Promise<string> {
  const [event] = await em.execute<{ id: string }[]>(
    `insert into event (id, account_id, type, payload) values (time_ordered_id(), ?, 'webhook.test', '{}') returning id`,
    [accountId],
  );
  const [row] = await em.execute<{ id: string }[]>(`select queue_delivery(?, ?, 'webhook.test', ?) as id`, [
    accountId,
    event!.id,
    webhookId,
  ]);
  return row!.id;
}

/** A delivery as people see it. */
export type DeliveryRow = {
  readonly id: string;
  readonly eventId: string;
  readonly type: SentType;
  readonly domain: string | null;
  readonly at: string;
  readonly state: DeliveryState;
  readonly attempts: number;
  readonly status: number | null;
  readonly failure: string | null;
  readonly durationMs: number | null;
  readonly nextAttemptAt: string | null;
  readonly endedAt: string | null;
};

const deliveryColumns = `d.id, d.event_id as "eventId", e.type, e.domain, e.at, d.state, d.attempts, d.status, d.failure,
  d.duration_ms as "durationMs", d.next_attempt_at as "nextAttemptAt", d.ended_at as "endedAt"`;

/** The deliveries of a webhook, newest first, before the one with the id `before`. */
export function listDeliveries(
  em: EntityManager,
  webhookId: string,
  before: string | null,
  limit: number,
): Promise<DeliveryRow[]> {
  return em.execute<DeliveryRow[]>(
    `select ${deliveryColumns} from delivery d join event e on e.id = d.event_id
     where d.webhook_id = ? and d.id < coalesce(?::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff')
     order by d.id desc limit ?`,
    [webhookId, before, limit],
  );
}

/** Reads one delivery of a webhook. */
export async function readDelivery(
  em: EntityManager,
  webhookId: string,
  id: string,
): Promise<DeliveryRow | null> {
  const [row] = await em.execute<DeliveryRow[]>(
    `select ${deliveryColumns} from delivery d join event e on e.id = d.event_id
     where d.webhook_id = ? and d.id = ?`,
    [webhookId, id],
  );
  return row ?? null;
}

/** Queues a delivery that has ended once more, with the same ids; false if it still waits or is not the webhook's. */
export async function queueAgain(em: EntityManager, webhookId: string, id: string): Promise<boolean> {
  const rows = await em.execute<object[]>(
    `with again as (
       update delivery d set state = 'waiting', next_attempt_at = now(), ended_at = null
       from event e where d.id = ? and d.webhook_id = ? and d.state <> 'waiting' and e.id = d.event_id
       returning d.id, d.account_id, d.webhook_id, coalesce(e.domain, '') as about
     )
     insert into delivery_job (delivery_id, account_id, receiver_id, stream, data_center)
     select again.id, again.account_id, again.webhook_id, hashtextextended(again.about, 0), coalesce(a.data_center, '')
     from again join account a on a.id = again.account_id
     returning delivery_id`,
    [id, webhookId],
  );
  return rows.length > 0;
}

/** What is sent, and with which secrets it is signed. */
export type LoadedDelivery = {
  readonly url: string;
  readonly eventId: string;
  /** JSON of at most 20 kB: whoever records an event keeps its payload so short. */
  readonly body: string;
  /** The newest first; empty if they were sealed with a key that is no longer configured. */
  readonly secrets: readonly string[];
};

type LoadedRow = {
  readonly webhookId: string;
  readonly url: string;
  readonly eventId: string;
  readonly type: SentType;
  readonly domain: string | null;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly at: string;
  readonly sealed: readonly (string | null)[];
};

/** Reads what a claimed delivery sends; `null` if its webhook was deleted since. */
export async function loadDelivery(
  database: Database,
  sealer: SecretSealer,
  accountId: string,
  id: string,
): Promise<LoadedDelivery | null> {
  const [row] = await inAccount(database, accountId).execute<LoadedRow[]>(
    `select w.id as "webhookId", w.url, e.id as "eventId", e.type, e.domain, e.payload, e.at,
       jsonb_build_array(w.sealed_secret, case when w.old_secret_until > now() then w.sealed_old_secret end) as sealed
     from delivery d join webhook w on w.id = d.webhook_id join event e on e.id = d.event_id where d.id = ?`,
    [id],
  );
  if (row === undefined) return null;
  const { webhookId, url, eventId, type, domain, payload } = row;
  const secrets = row.sealed.flatMap((sealed) => open(sealer, sealed, webhookId));
  const timestamp = new Date(row.at).toISOString();
  const data = { accountId, ...(domain === null ? {} : { domain }), ...payload };
  return { url, eventId, secrets, body: JSON.stringify({ type, timestamp, data }) };
}

function open(sealer: SecretSealer, sealed: string | null, id: string): string[] {
  try {
    return sealed === null ? [] : [sealer.open(sealed, contextOf(id))];
  } catch (error) {
    if (error instanceof SealError) return [];
    throw error;
  }
}

function contextOf(id: string): string {
  return `${id} webhook`;
}
