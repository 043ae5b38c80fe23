/** Proxies give up after 30 to 60 s; most imports end within this time. */
const longestMs = 10_000;

/**
 * How long an answer may wait for the work that was asked for, in milliseconds: 10 s, less with `Prefer: wait=<seconds>`,
 * and no time with `Prefer: respond-async` alone (RFC 7240 §4.1, §4.3).
 */
export function preferredWaitMs(prefer: string | undefined): number {
  const preferences = (prefer ?? '')
    .toLowerCase()
    .split(/[,;]/)
    .map((part) => part.trim());
  const seconds = preferences.map((part) => /^wait\s*=\s*"?(\d{1,9})"?$/.exec(part)?.[1]).find(Boolean);
  if (seconds !== undefined) return Math.min(longestMs, Number(seconds) * 1000);
  return preferences.includes('respond-async') ? 0 : longestMs;
}
