import { setTimeout as delay } from 'node:timers/promises';
import type { EndpointReport, Verification } from '@postern/core/verification';

/** Most verifications end within the first reads; steps of a longer one are written twice a second. */
const firstPauseMs = 100;
const longestPauseMs = 500;
const commentMs = 15_000;
/** A verification that waits for less is not worth a sentence. */
const untoldWaitMs = 1000;
/** The `Last-Event-ID` of a reader that has received every event. */
export const doneEventId = 'done';

/**
 * The server-sent events of a verification (WHATWG HTML §9.2): `step` as each step ends, `done` with the whole
 * verification, and `wait` if it is still queued after a second, and whenever the reason changes. They are read from its
 * row in PostgreSQL, so any replica can serve them, and a late or reconnecting reader gets every event that it has not received: an event's id counts the steps sent of each endpoint, e.g. `3.1`. A comment
 * is sent every 15 s, and at once if no step has ended yet, so that the reader's stream opens.
 */
export async function* streamVerification(
  read: () => Promise<Verification | null>,
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
  while (!signal.aborted) {
    const verification = await read();
    if (verification === null) return;
    for (const { id, data } of newSteps(verification.endpoints, seen)) {
      lastSent = Date.now();
      yield eventText('step', id, data);
    }
    const waits = verification.wait?.text;
    if (waits !== undefined && waits !== toldWait && Date.now() - startedAt >= untoldWaitMs) {
      toldWait = waits;
      lastSent = Date.now();
      yield eventText('wait', null, verification.wait);
    }
    if (isSettled(verification)) {
      yield eventText('done', doneEventId, verification);
      return;
    }
    if (Date.now() - lastSent >= commentMs) {
      lastSent = Date.now();
      yield ': waiting for the next step\n\n';
    }
    await delay(pauseMs, undefined, { signal }).catch(() => undefined);
    pauseMs = Math.min(pauseMs * 1.5, longestPauseMs);
  }
}

/** Yields the steps that ended since the last read, and counts them in `seen`. */
function* newSteps(endpoints: readonly EndpointReport[], seen: number[]) {
  for (const [place, { endpoint, steps }] of endpoints.entries()) {
    for (let index = seen[place] ?? 0; index < steps.length; index += 1) {
      seen[place] = index + 1;
      const id = endpoints.map((_, other) => seen[other] ?? 0).join('.');
      yield { id, data: { endpoint, step: steps[index]! } };
    }
  }
}

function isSettled({ state }: Verification): boolean {
  return state !== 'queued' && state !== 'running';
}

/** One event, without an id if it is not sent again after a reconnection; JSON contains no line break, so it needs one data line. */
function eventText(event: string, id: string | null, data: unknown): string {
  return `event: ${event}\n${id === null ? '' : `id: ${id}\n`}data: ${JSON.stringify(data)}\n\n`;
}
