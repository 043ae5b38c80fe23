import { ProblemError } from '@postern/client/problem-error';
import type { ConnectApi } from './connect-api.js';

/** How long a resource is read in vain, in seconds, before its reader gives up. */
const patience = 20;
const secondMs = 1000;

type Followed<T> = {
  readonly path: string;
  readonly signal: AbortSignal;
  readonly isEnded: (value: T) => boolean;
  readonly show: (value: T) => void;
};

/**
 * Reads a verification or a discovery until it has ended: after each of its events and, in case a proxy holds the events
 * back, each second. Throws the last problem if it cannot be read for 20 seconds.
 */
export async function follow<T>(api: ConnectApi, followed: Followed<T>): Promise<T> {
  const { path, signal, isEnded, show } = followed;
  let last: T | null = null;
  let wake = (): void => {};
  const ended = new AbortController();
  const streamed = AbortSignal.any([signal, ended.signal]);
  const onEvent = (done: T | null): void => {
    last = done;
    wake();
  };
  // Without events the resource is still read each second.
  void api.follow<T>(`${path}/events`, streamed, onEvent).catch(() => undefined);
  try {
    for (let failures = 0; ;) {
      try {
        const value: T = last ?? (await api.read<T>(path, signal));
        failures = 0;
        show(value);
        if (isEnded(value)) return value;
      } catch (error) {
        signal.throwIfAborted();
        failures += 1;
        const mayPass = error instanceof ProblemError && mayPassLater.has(error.problem.code);
        if (!mayPass || failures > patience) throw error;
      }
      if (last === null)
        await new Promise<void>((resolve) => {
          wake = resolve;
          setTimeout(resolve, secondMs);
        });
    }
  } finally {
    ended.abort();
  }
}

const mayPassLater: ReadonlySet<string> = new Set([
  'no-answer',
  'temporarily-unavailable',
  'database-slow',
  'unexpected-answer',
]);
