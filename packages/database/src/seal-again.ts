import { asOperator, inAccount, type Database } from './database.js';
import { Account } from './entities/account.js';
import { createSecretSealer } from './sealed-secret.js';
import { minutesInUse } from './secret-key.js';
import { countOlderSeals, sealWebhooksAgain } from './webhooks.js';

/** Processes that were not yet started again with a new key cannot open what it has sealed, so they get this time, in minutes. */
const waitMinutes = 60;

/**
 * Seals the secrets again that an older one of the keys (newest first) has sealed, when the newest has been the key of the database for an
 * hour; the older key can be removed afterwards. Webhooks alone have such secrets: everything else that is sealed
 * is deleted or sealed again within an hour.
 */
export async function sealAgain(database: Database, secretKeys: readonly string[]): Promise<void> {
  if (secretKeys.length < 2) return;
  const minutes = await minutesInUse(database, secretKeys);
  if (minutes === null || minutes < waitMinutes) return;
  const sealer = createSecretSealer(secretKeys);
  for (const id of await accountIds(database)) await sealWebhooksAgain(inAccount(database, id), sealer);
}

/** Counts the webhooks that need another key than the newest. */
export async function countWebhooksWithOlderSeals(
  database: Database,
  secretKeys: readonly string[],
): Promise<number> {
  const sealer = createSecretSealer(secretKeys);
  let count = 0;
  for (const id of await accountIds(database))
    count += await countOlderSeals(inAccount(database, id), sealer);
  return count;
}

async function accountIds(database: Database): Promise<string[]> {
  const accounts = await asOperator(database).find(Account, {}, { fields: ['id'] });
  return accounts.map(({ id }) => id);
}
