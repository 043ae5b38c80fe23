import { isNativeError } from 'node:util/types';

/**
 * Why PostgreSQL did not do what it was asked: it cannot be reached (`away`), took longer than it may (`slow`), accepts
 * no changes (`read-only`), or has no space left on its disk (`full`).
 */
export type DatabaseTrouble = 'away' | 'slow' | 'read-only' | 'full';

const awayCode =
  /^(?:ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|EMFILE|ENFILE|57P0[123]|08\w{3}|53300)$/;
const awayText =
  /^(?:Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect|timeout expired$)/;
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
  return findTrouble(error)?.trouble ?? null;
}

/** What an operator reads about a trouble: what is wrong, and the same with its code and the repair. */
export type TroubleText = {
  readonly trouble: DatabaseTrouble;
  readonly fault: string;
  readonly sentence: string;
};

/** The trouble of PostgreSQL that an error tells of, in words; `null` if the error has another cause. */
export function describeTrouble(error: unknown): TroubleText | null {
  const found = findTrouble(error);
  if (found === null) return null;
  const { trouble, code } = found;
  const [fault, repair] = textOfCode[code] ?? textOfTrouble[trouble];
  return { trouble, fault, sentence: `${fault}${code === '' ? '' : ` (${code})`}. ${repair}` };
}

type Text = readonly [fault: string, repair: string];
const textOfTrouble: Readonly<Record<DatabaseTrouble, Text>> = {
  away: ['PostgreSQL cannot be reached', 'Start it, or repair the network or DATABASE_URL'],
  slow: [
    'PostgreSQL takes longer than a statement may',
    'Look for locks and long transactions in pg_stat_activity, and at its disk and CPU',
  ],
  'read-only': [
    'PostgreSQL accepts no changes',
    'Let DATABASE_URL lead to the primary, or set default_transaction_read_only to off',
  ],
  full: ['PostgreSQL has no space left on its disk', 'Free some there, or give it a larger disk'],
};
const noMoreFiles: Text = [
  'PostgreSQL cannot be reached, because this process or machine may open no more files',
  'Raise the limit, such as LimitNOFILE of systemd',
];
/** Faults that need another repair than the trouble to which they belong. */
const textOfCode: Readonly<Record<string, Text>> = {
  EMFILE: noMoreFiles,
  ENFILE: noMoreFiles,
  '53300': [
    'PostgreSQL accepts no more connections',
    'Raise its max_connections, or end connections of other programs',
  ],
};

function findTrouble(error: unknown): { trouble: DatabaseTrouble; code: string } | null {
  if (!isNativeError(error)) return null; // `instanceof` misses Node's own errors under Jest's vm contexts.
  const code = String((error as Error & { code?: unknown }).code ?? '');
  if (awayCode.test(code) || awayText.test(error.message)) return { trouble: 'away', code };
  // A connection that answers nothing looks the same as a long statement to pg.
  if (error.message.startsWith('Query read timeout')) return { trouble: 'slow', code };
  const trouble = troubleOfCode[code];
  if (trouble !== undefined) return { trouble, code };
  return error.cause === undefined ? null : findTrouble(error.cause);
}
