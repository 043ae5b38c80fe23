import { readEvents } from '@postern/client/event-stream';
import { send } from './client';

/**
 * Calls `onEvent` for each event of a stream until it ends or is aborted; the last one, `done`, carries the result. A
 * stream that cannot be read ends without a word, because whoever follows one also reads it again from time to time.
 */
export async function followEvents<T>(
  path: string,
  signal: AbortSignal,
  onEvent: (done: T | null) => void,
): Promise<void> {
  try {
    const { body } = await send(path, { signal, headers: { accept: 'text/event-stream' } });
    if (body === null) return;
    for await (const { event, data } of readEvents(body))
      onEvent(event === 'done' ? (JSON.parse(data) as T) : null);
  } catch {
    // Aborted, or the events cannot be read.
  }
}
