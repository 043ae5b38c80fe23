import type { SummaryWatch } from './summary-watch.js';

/** A proxy closes a stream that is silent for long. */
const commentMs = 15_000;
const changed = 'event: changed\ndata: {}\n\n';

/**
 * The server-sent events of a summary: `changed` at once, when changes are watched, and after each change, at most once a
 * second. They say nothing else: the reader reads the summary again. A comment is sent every 15 s.
 */
export async function* streamChanges(
  watch: SummaryWatch,
  accountId: string,
  signal: AbortSignal,
): AsyncGenerator<string> {
  let isChanged = true;
  let wake: () => void = () => undefined;
  const tell = () => {
    isChanged = true;
    wake();
  };
  await watch.watch(accountId, tell, signal);
  signal.addEventListener('abort', () => wake(), { once: true });
  while (!signal.aborted) {
    yield isChanged ? changed : ': watching\n\n';
    isChanged = false;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, commentMs);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
      if (isChanged || signal.aborted) wake(); // It came while the reader took the last event.
    });
  }
}
