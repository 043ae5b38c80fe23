/** `first` aborts at the first request to stop, `second` at the next one. */
export type StopRequest = { readonly first: AbortSignal; readonly second: AbortSignal };

/**
 * Signals within this time, in milliseconds, count as one request: a terminal signals the whole process group, and
 * npm forwards the signal too.
 */
const sameRequestMs = 1000;

/** Listens for SIGINT, SIGTERM and SIGHUP, which request this process to stop. */
export function listenForStop(
  source: NodeJS.EventEmitter = process,
  now: () => number = Date.now,
): StopRequest {
  const first = new AbortController();
  const second = new AbortController();
  let askedAt = 0;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    source.on(signal, () => {
      if (!first.signal.aborted) {
        askedAt = now();
        first.abort();
      } else if (now() - askedAt > sameRequestMs) second.abort();
    });
  }
  return { first: first.signal, second: second.signal };
}

/** Returns a promise that resolves when the signal aborts. */
export function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
