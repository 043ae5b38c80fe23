import type { Environment } from '@postern/core/environment';
import { openDatabase } from '@postern/database/database';
import { migrateDatabase } from '@postern/database/migrate';
import { requireConnection } from '@postern/database/require-connection';
import { checkSecretKey } from '@postern/database/secret-key';
import { createSignInCode } from '@postern/database/sign-in-code';
import { bootstrapTokens } from '@postern/database/tokens';

/**
 * Creates the database schema, the first account and its tokens; resolves to a code that signs a browser in once.
 */
export async function prepareDatabase(
  environment: Environment,
  connectionString: string,
  token: string,
  secret: { readonly keys: readonly string[]; readonly place: string },
): Promise<string | null> {
  await requireConnection(connectionString);
  await migrateDatabase(connectionString, environment.DATABASE_MIGRATION_URL);
  const database = await openDatabase(connectionString, { connections: 2 });
  try {
    await checkSecretKey(database, secret.keys, secret.place);
    const operator = environment.POSTERN_OPERATOR_TOKEN ?? null;
    await bootstrapTokens(database, { superAdmin: token, operator });
    return await createSignInCode(database, token);
  } finally {
    await database.close();
  }
}
