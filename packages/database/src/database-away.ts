import { isNativeError } from 'node:util/types';

const awayCode =
  /^(?:ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|57P0[123]|08\w{3}|53300)$/;
const awayText =
  /^(?:Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect|Query read timeout)/;

/**
 * Whether an error says that PostgreSQL cannot be reached, is starting or stopping, or has no connection left
 * (SQLSTATE classes 08 and 57P, pg's own texts). MikroORM 7.2.1 has a class for it but never throws it.
 */
export function isDatabaseAway(error: unknown): boolean {
  if (!isNativeError(error)) return false; // `instanceof` misses Node's own errors under Jest's vm contexts.
  const { code } = error as Error & { code?: unknown };
  if (awayCode.test(String(code ?? '')) || awayText.test(error.message)) return true;
  return error.cause !== undefined && isDatabaseAway(error.cause);
}
