import { asOperator, inAccount, openDatabase } from '@postern/database/database';
import { Account } from '@postern/database/entities/account';
import { newId } from '@postern/database/id';
import { createToken } from '@postern/database/tokens';

/** Adds an account whose token is a super admin's. */
export async function openSecondAccount(
  connectionString: string,
): Promise<{ readonly accountId: string; readonly token: string }> {
  const database = await openDatabase(connectionString);
  const accountId = newId();
  await asOperator(database).insert(Account, { id: accountId, name: 'mallory' });
  const wanted = { accountId, role: 'super-admin', name: 'mallory', createdBy: 'bench' } as const;
  const { secret } = await inAccount(database, accountId).transactional((em) => createToken(em, wanted));
  await database.close();
  return { accountId, token: secret };
}
