/** The waits after the first, second and further failed attempts, in seconds; after the last one there is no further attempt. */
const waits = [5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400] as const;
const longestRetryAfter = 86_400;
/** Spreads the attempts of receivers that failed together. */
const jitter = 0.2;

/**
 * The seconds until the next attempt, or null if there is none. `retryAfter` is that header of a receiver that answered
 * 429 or 503: seconds or a date, of which a day at most counts.
 */
export function waitAfter(
  failedAttempts: number,
  retryAfter: string | null,
  random: () => number = Math.random,
  now = Date.now(),
): number | null {
  const wait = waits[failedAttempts - 1];
  if (wait === undefined) return null;
  const own = Math.round(wait * (1 + jitter * random()));
  return Math.max(own, Math.min(secondsOf(retryAfter, now), longestRetryAfter));
}

/** RFC 9110 §10.2.3. What cannot be read asks for no wait. */
function secondsOf(text: string | null, now: number): number {
  if (text === null) return 0;
  if (/^\d{1,9}$/.test(text)) return Number(text);
  const time = Date.parse(text);
  return Number.isNaN(time) ? 0 : Math.max(0, Math.ceil((time - now) / 1000));
}
