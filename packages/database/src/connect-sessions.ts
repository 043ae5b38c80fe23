import type { Database, EntityManager } from './database.js';
import { newId } from './id.js';
import { preparedQuery } from './prepared-query.js';
import { newSecret, secretHash } from './secret-hash.js';

/** How long a client secret is valid: the time in which somebody fills in a form. */
const connectSessionMinutes = 15;

export type NewConnectSession = {
  readonly accountId: string;
  /** The token that asks for it, with which it ends. */
  readonly tokenId: string;
  readonly email: string;
  readonly origin: string;
};

/** The hash, in hex, that the address of a connect session is stored and compared by. */
export function addressHash(email: string): string {
  return Buffer.from(secretHash(email)).toString('hex');
}

/**
 * Stores the hash of a new client secret and returns the secret, which is valid for 15 minutes and no longer than its token.
 * Null if the token does not exist (any more).
 */
export async function createConnectSession(
  em: EntityManager,
  { accountId, tokenId, email, origin }: NewConnectSession,
): Promise<{ id: string; secret: string; expiresAt: Date } | null> {
  const id = newId();
  const secret = newSecret('connect_');
  const sha256 = Buffer.from(secretHash(secret)).toString('hex');
  const [row] = await em.execute<{ expires: number }[]>(
    `insert into connect_session (sha256, id, token_id, account_id, address_sha256, origin, expires_at)
     select decode(?, 'hex'), ?, token_id, ?, decode(?, 'hex'), ?,
       least(now() + make_interval(mins => ?), expires_at)
     from token_lookup where token_id = ? order by expires_at desc nulls first limit 1
     returning (extract(epoch from expires_at) * 1000)::float8 as expires`,
    [sha256, id, accountId, addressHash(email), origin, connectSessionMinutes, tokenId],
  );
  return row === undefined ? null : { id, secret, expiresAt: new Date(row.expires) };
}

const originStatement = {
  name: 'is_connect_origin',
  text: 'select exists (select from connect_session where origin = $1) as "isKnown"',
};

/** Whether a connect session exists for an origin, including those that ended and are not deleted yet. */
export async function isConnectOrigin(database: Database, origin: string): Promise<boolean> {
  const [row] = await preparedQuery<{ isKnown: boolean }>(database, originStatement, [origin]);
  return row!.isKnown;
}
