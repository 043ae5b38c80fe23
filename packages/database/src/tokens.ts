import type { Limits, Role } from '@postern/core/permission';
import { asOperator, inAccount, type Database, type EntityManager } from './database.js';
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
  readonly limits?: Limits | null;
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
  const limits = wanted.limits ?? null;
  const id = newId();
  await em.insert(Token, { id, accountId, role, name, createdBy, expiresAt, limits });
  await em.insert(TokenLookup, {
    sha256: secretHash(secret),
    tokenId: id,
    accountId,
    role,
    expiresAt,
    limits,
  });
  return { id, secret };
}

/**
 * Gives a token a new secret, with the same role and limits, and returns it. The secrets before it, and the sessions that are
 * open, end after `overlapHours` or at the end that they had before. `em` must be in a transaction of the account.
 */
export async function rotateToken(
  em: EntityManager,
  { id, accountId, role, limits }: Token,
  { overlapHours, expiresAt }: { overlapHours: number; expiresAt: Date | null },
): Promise<string> {
  const secret = newSecret('postern_');
  const end = new Date(Date.now() + overlapHours * 3_600_000).toISOString();
  // Locked first: of two rotations at once, the second must also see the secret of the first.
  await em.execute('select from token where id = ? for update', [id]);
  for (const table of ['token_lookup', 'session'])
    await em.execute(`update ${table} set expires_at = least(expires_at, ?) where token_id = ?`, [end, id]);
  await em.execute('delete from token_lookup where token_id = ? and expires_at <= now()', [id]);
  await em.insert(TokenLookup, {
    sha256: secretHash(secret),
    tokenId: id,
    accountId: accountId ?? null,
    role,
    expiresAt,
    limits: limits ?? null,
  });
  await em.execute('update token set expires_at = ? where id = ?', [expiresAt?.toISOString() ?? null, id]);
  return secret;
}

/** The name of the account that a new installation starts with. */
export const firstAccountName = 'default';

/**
 * Creates the first account and the tokens of the environment, once: a token that was revoked is not created again.
 * Several processes may do so at the same time. Returns the first account's id.
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

/** Creates a token unless it was created from the environment before, even if it has been revoked since. */
async function ensureToken(
  database: Database,
  secret: string,
  wanted: Pick<NewToken, 'accountId' | 'role' | 'name'>,
): Promise<void> {
  const em = wanted.accountId === null ? asOperator(database) : inAccount(database, wanted.accountId);
  const sha256 = secretHash(secret);
  await em.transactional(async (tx) => {
    // A second replica waits here until the first one has committed.
    const first = await tx.execute<object[]>(
      `insert into bootstrap_token (sha256) values (decode(?, 'hex')) on conflict do nothing returning created_at`,
      [Buffer.from(sha256).toString('hex')],
    );
    if (first.length === 0 || (await tx.findOne(TokenLookup, { sha256 })) !== null) return;
    await createToken(tx, { ...wanted, createdBy: 'the environment', secret });
  });
}
