import { parentPort, workerData } from 'node:worker_threads';
import type { ConversationRunner } from '../conversation/conversation.js';
import { describeCause } from '../conversation/step-error.js';
import type { FromThread, ThreadData, ToThread } from './probe-thread-messages.js';

/** Runs in a thread of `createProbeThreads`: receives conversations and runs each with `runner`, many at a time. */
export function serveProbeThread(runner: ConversationRunner): void {
  const port = parentPort;
  if (port === null) throw new TypeError('serveProbeThread must be called in a worker thread');
  const { parsedLast } = workerData as ThreadData;
  const running = new Map<number, AbortController>();
  const send = (message: FromThread): void => port.postMessage(message);

  const run = async ({ id, request }: ToThread & { kind: 'run' }): Promise<void> => {
    const aborter = new AbortController();
    running.set(id, aborter);
    try {
      const outcome = await runner(request, {
        signal: aborter.signal,
        onStep: (event) => send({ kind: 'step', id, event }),
        onChunk: () => Atomics.store(parsedLast, 0, id),
      });
      send({ kind: 'outcome', id, outcome });
    } catch (error) {
      send({ kind: 'failed', id, cause: describeCause(error) });
    } finally {
      running.delete(id);
    }
  };

  port.on('message', (message: ToThread) => {
    if (message.kind === 'ping') send({ kind: 'pong' });
    else if (message.kind === 'abort') running.get(message.id)?.abort();
    else void run(message);
  });
  // This message says that the thread has loaded; after it, a missing answer means that the thread is stuck.
  send({ kind: 'pong' });
}
