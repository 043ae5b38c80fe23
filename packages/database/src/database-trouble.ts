import { isNativeError } from 'node:util/types';

/**
 * Why PostgreSQL did not do what it was asked: it cannot be reached (`away`), took longer than it may (`slow`), accepts
 * no changes (`read-only`), or has no space left on its disk (`full`).
 */
export type DatabaseTrouble = 'away' | 'slow' | 'read-only' | 'full';

const awayCode =
  /^(?:ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|EMFILE|ENFILE|57P0[123]|08\w{3}|53300)$/;
const awayText =
  /^(?:Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect)/;
/** SQLSTATE of a statement's time limit, of a lock's, of a read-only transaction, of a full disk. */
const troubleOfCode: Readonly<Record<string, DatabaseTrouble>> = {
  '57014': 'slow',
  '55P03': 'slow',
  '25006': 'read-only',
  '53100': 'full',
};

/**
 * The trouble of PostgreSQL that an error tells of, by its SQLSTATE or by pg's own texts; `null` if the error has another
 * cause. MikroORM 7.2.1 has a class for a lost connection but never throws it.
 */
export function databaseTrouble(error: unknown): DatabaseTrouble | null {
  if (!isNativeError(error)) return null; // `instanceof` misses Node's own errors under Jest's vm contexts.
  const code = String((error as Error & { code?: unknown }).code ?? '');
  if (awayCode.test(code) || awayText.test(error.message)) return 'away';
  // A connection that answers nothing looks the same as a long statement to pg.
  if (error.message.startsWith('Query read timeout')) return 'slow';
  return troubleOfCode[code] ?? (error.cause === undefined ? null : databaseTrouble(error.cause));
}
