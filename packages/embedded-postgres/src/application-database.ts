import { Client } from 'pg';

/**
 * Makes the role `postern`, an ordinary one, and the database `postern` that it owns, as far as they are missing.
 * Being no superuser and without BYPASSRLS it is bound by row-level security; owning the database it may CREATE in
 * it. Its password is set each time.
 */
export async function createApplicationDatabase(
  port: number,
  { superuserPassword, password }: { superuserPassword: string; password: string },
): Promise<void> {
  const client = new Client({
    host: '127.0.0.1',
    port,
    user: 'postgres',
    database: 'postgres',
    password: superuserPassword,
    connectionTimeoutMillis: 10_000,
  });
  await client.connect();
  try {
    const { rows: roles } = await client.query("select 1 from pg_roles where rolname = 'postern'");
    const attributes = 'login nosuperuser nobypassrls nocreaterole nocreatedb noreplication';
    const verb = roles.length === 0 ? 'create' : 'alter';
    await client.query(`${verb} role postern with ${attributes} password ${client.escapeLiteral(password)}`);
    const { rows: databases } = await client.query("select 1 from pg_database where datname = 'postern'");
    if (databases.length === 0) await client.query('create database postern owner postern');
  } finally {
    await client.end();
  }
}
