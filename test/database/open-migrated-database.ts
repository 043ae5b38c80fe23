import { openDatabase, type Database } from '@postern/database/database';
import { Client } from 'pg';
import { createMigratedDatabase } from './create-migrated-database.js';

/** A new database with Postern's schema. */
export type MigratedDatabase = {
  /** As the product opens it, with its ordinary role. */
  readonly database: Database;
  /** The connection string of that role. */
  readonly connectionString: string;
  /** A connection that no policy limits. */
  readonly superuser: Client;
  /** Closes the connections and drops the database. */
  close(): Promise<void>;
};

export async function openMigratedDatabase(
  options: { readonly connections?: number } = {},
): Promise<MigratedDatabase> {
  const testDatabase = await createMigratedDatabase();
  const database = await openDatabase(testDatabase.connectionString, options);
  const superuser = new Client({ connectionString: testDatabase.superuserConnectionString });
  await superuser.connect();
  return {
    database,
    connectionString: testDatabase.connectionString,
    superuser,
    async close() {
      await superuser.end();
      await database.close();
      await testDatabase.drop();
    },
  };
}
