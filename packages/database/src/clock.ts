import { withoutAccount, type Database } from './database.js';
import { DatabaseUnfitError } from './database-unfit-error.js';

type Log = { warn(facts: object, text: string): void };

/** From this difference in seconds on, an operator is told of the clocks. */
export const clockWarningSeconds = 5;
/** From this difference in seconds on, no process starts: leases and sign-ins are timed by both clocks. */
export const clockLimitSeconds = 60;
const lookEveryMs = 5000;

/** By how many seconds the clocks of this machine and of PostgreSQL differ at least. */
export async function clockDifference(database: Database): Promise<number> {
  const asked = Date.now();
  const [row] = await withoutAccount(database).execute<{ at: string }[]>(
    'select extract(epoch from clock_timestamp()) * 1000 as at',
  );
  const answered = Date.now();
  const difference = Math.abs(Number(row!.at) - (asked + answered) / 2);
  return Math.max(0, difference - (answered - asked) / 2) / 1000;
}

export function describeClocks(seconds: number): string {
  const rounded = seconds < 10 ? seconds.toFixed(1) : Math.round(seconds);
  return `The clocks of this machine and of PostgreSQL differ by ${rounded} s. Let both take their time from an NTP server`;
}

/** Throws `DatabaseUnfitError`, with the repair, when the clocks differ by a minute or more. */
export async function refuseDistantClock(database: Database): Promise<void> {
  const seconds = await clockDifference(database);
  if (seconds >= clockLimitSeconds) throw new DatabaseUnfitError(`${describeClocks(seconds)}.`);
}

/** Compares the clocks every 5 s, and logs once when they begin to differ by 5 s or more. Returns what stops it. */
export function watchClock(database: Database, log: Log): () => void {
  let isTold = false;
  const look = async (): Promise<void> => {
    const seconds = await clockDifference(database);
    const differ = seconds >= clockWarningSeconds;
    if (differ && !isTold) log.warn({ seconds }, describeClocks(seconds));
    isTold = differ;
  };
  const lookQuietly = (): void => void look().catch(() => undefined); // A PostgreSQL in trouble is told of elsewhere.
  lookQuietly();
  const timer = setInterval(lookQuietly, lookEveryMs).unref();
  return () => clearInterval(timer);
}
