import type { Role } from '@postern/core/permission';
import { asOperator, inAccount, withoutAccount, type Database, type EntityManager } from './database.js';
import { Account } from './entities/account.js';
import { Token, TokenLookup } from './entities/token.js';
import { newId } from './id.js';
import { newSecret, secretHash } from './secret-hash.js';

export type NewToken = {
  readonly accountId: string | null;
  readonly name: string;
  readonly role: Role;
  readonly createdBy: string;
  readonly expiresAt?: Date | null;
  /** A given secret instead of a random one: the bootstrap tokens of the environment. */
  readonly secret?: string;
};

/** Stores a token's hash and returns its secret, which is shown once. `em` must be in the account, or an operator's. */
export async function createToken(
  em: EntityManager,
  wanted: NewToken,
): Promise<{ id: string; secret: string }> {
  const secret = wanted.secret ?? newSecret('postern_');
  const { accountId, role, name, createdBy } = wanted;
  const expiresAt = wanted.expiresAt ?? null;
  const id = newId();
  await em.insert(Token, { id, accountId, role, name, createdBy, expiresAt });
  await em.insert(TokenLookup, { sha256: secretHash(secret), tokenId: id, accountId, role, expiresAt });
  return { id, secret };
}

/** The name of the account that a new installation starts with. */
const firstAccountName = 'default';

/**
 * Creates the first account and the tokens of the environment where they are missing; several processes may do so at
 * once. An existing token is left unchanged. Returns the first account's id.
 */
export async function bootstrapTokens(
  database: Database,
  secrets: { superAdmin: string | null; operator: string | null },
): Promise<string> {
  const em = asOperator(database);
  await em.upsert(
    Account,
    { id: newId(), name: firstAccountName },
    {
      onConflictFields: ['name'],
      onConflictAction: 'ignore',
    },
  );
  const account = await em.findOneOrFail(Account, { name: firstAccountName });
  if (secrets.superAdmin !== null) {
    await ensureToken(database, secrets.superAdmin, {
      accountId: account.id,
      role: 'super-admin',
      name: 'bootstrap',
    });
  }
  if (secrets.operator !== null) {
    await ensureToken(database, secrets.operator, {
      accountId: null,
      role: 'operator',
      name: 'operator (environment)',
    });
  }
  return account.id;
}

async function ensureToken(
  database: Database,
  secret: string,
  wanted: Pick<NewToken, 'accountId' | 'role' | 'name'>,
): Promise<void> {
  const known = await withoutAccount(database).findOne(TokenLookup, { sha256: secretHash(secret) });
  if (known !== null) return;
  const em = wanted.accountId === null ? asOperator(database) : inAccount(database, wanted.accountId);
  try {
    await em.transactional((tx) => createToken(tx, { ...wanted, createdBy: 'the environment', secret }));
  } catch (error) {
    if (!isKnownToken(error)) throw error; // Another process has just created it.
  }
}

function isKnownToken(error: unknown): boolean {
  return error instanceof Error && (error as Error & { code?: unknown }).code === '23505';
}
