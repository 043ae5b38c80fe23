import { asOperator, type Database } from '@postern/database/database';
import { Account } from '@postern/database/entities/account';
import type { SignedInPerson } from '@postern/database/person-session';
import { firstAccountName } from '@postern/database/tokens';
import { z } from 'zod';
import { accountNameOf, displayOf, roleOf, type Claims } from './claims.js';
import type { OidcSettings } from './oidc-settings.js';

/** Why the provider's word about a person opens no session. */
export type MissingAccess = 'no-role' | 'no-account';

/** The person, role and account that claims name, or why they give no access. */
export async function admitPerson(
  database: Database,
  settings: OidcSettings,
  claims: Claims,
): Promise<SignedInPerson | MissingAccess> {
  const role = roleOf(claims, settings);
  if (role === null) return 'no-role';
  const accountId = role === 'operator' ? null : await findAccount(database, settings, claims);
  if (accountId === undefined) return 'no-account';
  return { issuer: settings.issuer, subject: claims.sub, ...displayOf(claims), role, accountId };
}

/** The id of the account; undefined if the claim names none. */
async function findAccount(
  database: Database,
  { accountClaim }: OidcSettings,
  claims: Claims,
): Promise<string | undefined> {
  const named = accountClaim === null ? firstAccountName : accountNameOf(claims, accountClaim);
  if (named === null) return undefined;
  const where = z.uuid().safeParse(named).success ? { id: named.toLowerCase() } : { name: named };
  const found = await asOperator(database).findOne(Account, where, { fields: ['id'] });
  return found?.id;
}
