import type { EntityManager } from '@postern/database/database';
import { timingSafeEqual } from 'node:crypto';

/** A creating request that carries an Idempotency-Key. `bodyHmacs` has one per secret key, the newest first. */
export type CreationRequest = {
  readonly holderId: string;
  readonly keySha256: Uint8Array;
  readonly bodyHmacs: readonly Uint8Array[];
};

/** The id of what was created, by this request or by the request that it repeats. */
export type Created<T> =
  | { readonly isRepeated: false; readonly id: string; readonly value: T }
  | { readonly isRepeated: true; readonly id: string };

/** The key was used with another body or at another route. Thrown, so that the transaction is rolled back. */
export class CreationKeyReusedError extends Error {
  override readonly name = 'CreationKeyReusedError';
}

const lifeHours = 24;

/**
 * Calls `create` unless the same request has created something within 24 h, and stores the created id under the key in
 * the same transaction. Of two requests with one key at once, the second waits for the first. If `create` throws or
 * returns `id: null`, the key stays unused.
 */
export async function createOnce<T, Id extends string | null>(
  em: EntityManager,
  request: CreationRequest | null,
  create: () => Promise<{ readonly id: Id; readonly value: T }>,
): Promise<Created<T> | { readonly isRepeated: false; readonly id: Id; readonly value: T }> {
  if (request === null) return { isRepeated: false, ...(await create()) };
  const { holderId, keySha256, bodyHmacs } = request;
  const key = Buffer.from(keySha256).toString('hex');
  await em.execute('select pg_advisory_xact_lock(hashtextextended(?, 0))', [`${holderId} ${key}`]);
  const [known] = await em.execute<{ resource_id: string; body_hmac: Uint8Array }[]>(
    `select resource_id, body_hmac from creation_key
     where token_id = ? and key_sha256 = decode(?, 'hex') and created_at > now() - make_interval(hours => ?)`,
    [holderId, key, lifeHours],
  );
  if (known !== undefined) {
    if (!bodyHmacs.some((hmac) => timingSafeEqual(hmac, known.body_hmac))) throw new CreationKeyReusedError();
    return { isRepeated: true, id: known.resource_id };
  }
  const created = await create();
  if (created.id !== null) {
    await em.execute(
      `insert into creation_key (token_id, key_sha256, body_hmac, resource_id)
       values (?, decode(?, 'hex'), decode(?, 'hex'), ?)
       on conflict (token_id, key_sha256) do update set
         body_hmac = excluded.body_hmac, resource_id = excluded.resource_id, created_at = excluded.created_at`,
      [holderId, key, Buffer.from(bodyHmacs[0]!).toString('hex'), created.id],
    );
  }
  return { isRepeated: false, ...created };
}
