import { Client } from 'pg';
import { DataDirectoryError } from './data-directory-error.js';
import type { ServerRecord } from './server-record.js';

/**
 * Creates the role `postern` and the database `postern`, which the role owns, if this is the first start. The role is no
 * superuser and has no BYPASSRLS, so row-level security applies to it; as owner it may CREATE schemas in the
 * database. The role's password is set at every start.
 */
export async function createApplicationDatabase(
  port: number,
  { superuserPassword, password, isComplete }: Omit<ServerRecord, 'port' | 'serverDirectory'>,
): Promise<void> {
  const client = new Client({
    host: '127.0.0.1',
    port,
    user: 'postgres',
    database: 'postgres',
    password: superuserPassword,
    connectionTimeoutMillis: 10_000,
  });
  await client.connect().catch((error: unknown) => {
    const isRefused = (error as { code?: unknown }).code === '28P01'; // invalid_password
    if (!isRefused) throw error;
    throw new DataDirectoryError(
      'The passwords in postgres.json are not those of the database beside it. Put the file and the database back from one ' +
        'backup of the data directory.',
    );
  });
  try {
    const { rows: roles } = await client.query("select 1 from pg_roles where rolname = 'postern'");
    const attributes = 'login nosuperuser nobypassrls nocreaterole nocreatedb noreplication';
    const verb = roles.length === 0 ? 'create' : 'alter';
    await client.query(`${verb} role postern with ${attributes} password ${client.escapeLiteral(password)}`);
    const { rows: databases } = await client.query("select 1 from pg_database where datname = 'postern'");
    if (databases.length > 0) return;
    if (isComplete) {
      throw new DataDirectoryError(
        'The cluster of this installation has lost its database “postern”. Put the data directory back from a backup.',
      );
    }
    await client.query('create database postern owner postern');
  } finally {
    await client.end();
  }
}
