import { setTimeout as delay } from 'node:timers/promises';
import type { TroubleEpisodes } from '@postern/database/trouble-episodes';

const againMs = 1000;

/**
 * Repeats a call every second while PostgreSQL is in trouble, until it succeeds or `signal` aborts. A result that is
 * measured already is kept so: measuring it again would need the password, which is used only once.
 */
export async function insist<Value>(
  call: () => Promise<Value>,
  troubles: TroubleEpisodes,
  signal: AbortSignal,
): Promise<Value> {
  for (;;) {
    try {
      return await call();
    } catch (error) {
      if (signal.aborted || !troubles.report(error)) throw error;
      await delay(againMs, undefined, { signal });
    }
  }
}
