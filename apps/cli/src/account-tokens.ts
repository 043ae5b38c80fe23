import type { Limits, Role } from '@postern/core/permission';
import { asOperator, inAccount, type Database, type EntityManager } from '@postern/database/database';
import { Account } from '@postern/database/entities/account';
import { AuditEvent } from '@postern/database/entities/audit-event';
import { Token } from '@postern/database/entities/token';
import { newId } from '@postern/database/id';
import { createToken } from '@postern/database/tokens';

const actor = 'postern token (command line)';

export type ListedToken = {
  readonly id: string;
  readonly role: Role;
  /** The name of the token's account; `null` for the token of an operator. */
  readonly account: string | null;
  readonly name: string;
  readonly createdAt: string;
  readonly createdBy: string;
  readonly expiresAt: string | null;
  readonly lastUsedAt: string | null;
  readonly lastUsedAddress: string | null;
  readonly scopes: readonly string[] | null;
  readonly sources: readonly string[] | null;
};

/**
 * Creates a token of an account, or an operator's token if `accountName` is null. Resolves to null if no account
 * has this name. The audit log of the account records the new token (B7); an operator's token belongs to no
 * account, so no audit log records it.
 */
export async function createAccountToken(
  database: Database,
  accountName: string | null,
  wanted: { name: string; role: Role; expiresAt: Date | null; limits?: Limits | null },
): Promise<{ id: string; secret: string } | null> {
  const account =
    accountName === null ? null : await asOperator(database).findOne(Account, { name: accountName });
  if (accountName !== null && account === null) return null;
  const accountId = account?.id ?? null;
  const em = accountId === null ? asOperator(database) : inAccount(database, accountId);
  return em.transactional(async (tx) => {
    const made = await createToken(tx, { ...wanted, accountId, createdBy: actor });
    const after = {
      name: wanted.name,
      role: wanted.role,
      ...wanted.limits,
      expiresAt: wanted.expiresAt?.toISOString() ?? null,
    };
    if (accountId !== null) await audit(tx, accountId, { action: 'token.created', subject: made.id, after });
    return made;
  });
}

/**
 * Lists the tokens of all accounts and those of operators, oldest first. The list has no secrets, because the
 * database does not store them.
 */
export async function listTokens(database: Database): Promise<ListedToken[]> {
  const em = asOperator(database);
  const names = new Map((await em.find(Account, {})).map(({ id, name }) => [id, name]));
  const tokens = await em.find(Token, {}, { orderBy: { id: 'asc' } });
  return tokens.map((token) => ({
    id: token.id,
    role: token.role,
    account: token.accountId == null ? null : (names.get(token.accountId) ?? null),
    name: token.name,
    createdAt: token.createdAt.toISOString(),
    createdBy: token.createdBy,
    expiresAt: token.expiresAt?.toISOString() ?? null,
    lastUsedAt: token.lastUsedAt?.toISOString() ?? null,
    lastUsedAddress: token.lastUsedAddress ?? null,
    scopes: token.limits?.scopes ?? null,
    sources: token.limits?.sources ?? null,
  }));
}

/** Deletes a token and the sessions that were started with it; resolves to false if no token has this id. */
export async function revokeToken(database: Database, id: string): Promise<boolean> {
  const token = (await listTokens(database)).find((listed) => listed.id === id);
  if (token === undefined) return false;
  const { accountId } = await asOperator(database).findOneOrFail(Token, { id });
  const em = accountId == null ? asOperator(database) : inAccount(database, accountId);
  await em.transactional(async (tx) => {
    await tx.nativeDelete(Token, { id });
    const before = { name: token.name, role: token.role, expiresAt: token.expiresAt };
    if (accountId != null) await audit(tx, accountId, { action: 'token.revoked', subject: id, before });
  });
  return true;
}

async function audit(
  em: EntityManager,
  accountId: string,
  change: {
    action: string;
    subject: string;
    before?: Record<string, unknown>;
    after?: Record<string, unknown>;
  },
): Promise<void> {
  await em.insert(AuditEvent, {
    id: newId(),
    accountId,
    actorId: null,
    actor,
    before: null,
    after: null,
    ...change,
  });
}
