import { Client } from 'pg';
import { describeTrouble } from './database-trouble.js';
import { databaseNameIn } from './database.js';
import { DatabaseUnfitError } from './database-unfit-error.js';

const answerMs = 2000;

/** Throws `DatabaseUnfitError`, with the repair, unless PostgreSQL takes a connection of `connectionString` within 2 s. */
export async function requireConnection(connectionString: string): Promise<void> {
  databaseNameIn(connectionString);
  const client = new Client({ connectionString, connectionTimeoutMillis: answerMs });
  client.on('error', () => undefined); // Ends a connection that has nothing to do any more.
  try {
    await client.connect();
  } catch (error) {
    const trouble = describeTrouble(error);
    if (trouble !== null) throw new DatabaseUnfitError(`${trouble.sentence}.`, { cause: error });
    throw refusedConnection(error) ?? error;
  } finally {
    await client.end().catch(() => undefined); // It may never have connected.
  }
}

const certificateCode = /^(?:ERR_TLS_|CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_(?:GET|VERIFY))/;

/** The error with the repair for a connection that PostgreSQL or TLS refuses; `null` for any other error. */
export function refusedConnection(error: unknown): DatabaseUnfitError | null {
  const { code, message } = error as { code?: unknown; message?: unknown };
  const repair = repairOf(String(code), String(message));
  if (repair === null) return null;
  return new DatabaseUnfitError(`DATABASE_URL does not connect (${String(message)}). ${repair}`, {
    cause: error,
  });
}

function repairOf(code: string, message: string): string | null {
  if (code === '3D000') return 'Create that database, or correct its name: CREATE DATABASE … OWNER …;';
  if (code === '28P01') return 'Correct the user or the password.';
  if (code === '28000') return 'Correct the user or sslmode, or let pg_hba.conf of PostgreSQL take the user.';
  if (certificateCode.test(code))
    return 'Name the host as in the certificate, and its certificate authority with sslrootcert.';
  if (message === 'The server does not support SSL connections')
    return 'Switch TLS on in PostgreSQL, or set sslmode=disable in a network that nobody else can read.';
  return null;
}
