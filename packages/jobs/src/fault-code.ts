/** The words by which Redis refuses; within a script's error they may stand anywhere (Redis 6.2). */
const refusalWords =
  /\b(READONLY|OOM|NOPERM|CLUSTERDOWN|CROSSSLOT|MISCONF|MOVED|LOADING|MASTERDOWN|NOREPLICAS|NOAUTH|WRONGPASS|UNBLOCKED|TRYAGAIN|BUSY|WRONGTYPE|NOSCRIPT)\b/;

/**
 * A short code for an error of the queue: the word of Redis (READONLY), the SQLSTATE of PostgreSQL (42883), the code of
 * the system (ECONNREFUSED), or `unknown`. It contains no text from the error, so it fits a label of a metric.
 */
export function faultCode(error: unknown): string {
  const { code, message } = error as { code?: unknown; message?: unknown };
  if (typeof code === 'string' && /^[\w-]{1,40}$/.test(code)) return code;
  return refusalWords.exec(String(message))?.[1] ?? 'unknown';
}

/** Whether a code is that of a backend which answers and refuses, and not of one that cannot be reached. */
export function isRefusal(code: string): boolean {
  return code !== 'unknown' && !/^E[A-Z_]+$/.test(code);
}
