import { openDatabase } from '@postern/database/database';
import { replaceSecretKey } from '@postern/database/secret-key';

/** Makes the newest of the secret keys the key of the database, whose own is lost. */
export async function takeSecretKey(connectionString: string, secretKeys: readonly string[]): Promise<void> {
  const database = await openDatabase(connectionString, { connections: 1 });
  try {
    await replaceSecretKey(database, secretKeys);
  } finally {
    await database.close();
  }
}
