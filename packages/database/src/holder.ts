import type { Role } from '@postern/core/permission';
import type { Database } from './database.js';
import { preparedQuery } from './prepared-query.js';

/** Who holds a token or a session. */
export type Holder = {
  readonly tokenId: string;
  /** Null for an operator. */
  readonly accountId: string | null;
  readonly role: Role;
  readonly isSession: boolean;
};

const statement = {
  name: 'holder',
  text: `select token_id as "tokenId", account_id as "accountId", role, is_session as "isSession" from holder($1)`,
};

/** Finds the holder of a secret by its SHA-256; `null` when it is unknown or expired. */
export async function findHolder(database: Database, sha256: Uint8Array): Promise<Holder | null> {
  const [holder] = await preparedQuery<Holder>(database, statement, [sha256]);
  return holder ?? null;
}
