import type { Wait } from '@postern/core/queue';

/** Most verifications end within the first reads; what is added to a longer one is written a few times a second. */
const firstPauseMs = 100;
const longestPauseMs = 500;
const commentMs = 15_000;
/** A wait of less is not worth a sentence. */
const untoldWaitMs = 1000;
/** The `Last-Event-ID` of a reader that has received every event. */
export const doneEventId = 'done';

/** What is followed: its type of event, what was added to each of its lists, and whether nothing more will come. */
export type Followed<T> = {
  readonly event: 'step' | 'source';
  readonly lists: (value: T) => readonly (readonly unknown[])[];
  readonly isDone: (value: T) => boolean;
};

/**
 * The server-sent events of a verification or a discovery (WHATWG HTML §9.2): `step` or `source` as each ends, `done` with
 * the whole, and `wait` if it is still queued after a second, and whenever the reason changes. They are read from its
 * row in PostgreSQL, so any replica can serve them, and a late or reconnecting reader gets every event that it has not
 * received: an event's id counts what was sent of each list, e.g. `3.1`. A comment is sent every 15 s, and at once if
 * nothing has ended yet, so that the reader's stream opens.
 */
export async function* streamProgress<T extends { readonly wait?: Wait | undefined }>(
  read: () => Promise<T | null>,
  { event, lists, isDone }: Followed<T>,
  lastEventId: string | undefined,
  signal: AbortSignal,
): AsyncGenerator<string> {
  const seen = /^\d{1,2}(?:\.\d{1,2}){0,2}$/.test(lastEventId ?? '')
    ? lastEventId!.split('.').map(Number)
    : [];
  let lastSent = 0;
  let pauseMs = firstPauseMs;
  let toldWait: string | undefined;
  const startedAt = Date.now();
  const pause = pauseUntilAborted(signal);
  while (!signal.aborted) {
    const value = await read();
    if (value === null) return;
    for (const { id, data } of newItems(lists(value), seen)) {
      lastSent = Date.now();
      yield eventText(event, id, data);
    }
    const waits = value.wait?.text;
    if (waits !== undefined && waits !== toldWait && Date.now() - startedAt >= untoldWaitMs) {
      toldWait = waits;
      lastSent = Date.now();
      yield eventText('wait', null, value.wait);
    }
    if (isDone(value)) {
      yield eventText('done', doneEventId, value);
      return;
    }
    if (Date.now() - lastSent >= commentMs) {
      lastSent = Date.now();
      yield `: waiting for the next ${event}\n\n`;
    }
    await pause(pauseMs);
    pauseMs = Math.min(pauseMs * 1.5, longestPauseMs);
  }
}

/**
 * Returns a function that waits for some milliseconds, or until the signal aborts. It listens to the signal once: thousands
 * of streams that listen anew for each wait keep the event loop busy.
 */
function pauseUntilAborted(signal: AbortSignal): (milliseconds: number) => Promise<void> {
  let wake: () => void = () => undefined;
  signal.addEventListener('abort', () => wake(), { once: true });
  return (milliseconds) =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
}

/** Yields what was added since the last read, and counts it in `seen`. */
function* newItems(lists: readonly (readonly unknown[])[], seen: number[]) {
  for (const [place, items] of lists.entries()) {
    for (let index = seen[place] ?? 0; index < items.length; index += 1) {
      seen[place] = index + 1;
      yield { id: lists.map((_, other) => seen[other] ?? 0).join('.'), data: items[index] };
    }
  }
}

/** One event, without an id if it is not sent again after a reconnection; JSON contains no line break, so it needs one data line. */
function eventText(event: string, id: string | null, data: unknown): string {
  return `event: ${event}\n${id === null ? '' : `id: ${id}\n`}data: ${JSON.stringify(data)}\n\n`;
}
