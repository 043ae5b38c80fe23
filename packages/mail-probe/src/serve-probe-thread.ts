import { parentPort, workerData } from 'node:worker_threads';
import { describeCause } from './describe-cause.js';
import type { FromThread, ThreadData, ToThread } from './probe-thread-messages.js';
import type { ConversationRunner } from './run-conversation.js';

/** A thread's side of `createProbeThreads`: runs the conversations it is handed with `runner`, many at a time. */
export function serveProbeThread(runner: ConversationRunner): void {
  const port = parentPort;
  if (port === null) throw new TypeError('This runs inside a worker thread only');
  const { atWork } = workerData as ThreadData;
  const running = new Map<number, AbortController>();
  const tell = (message: FromThread): void => port.postMessage(message);

  const run = async ({ id, request }: ToThread & { kind: 'run' }): Promise<void> => {
    const aborter = new AbortController();
    running.set(id, aborter);
    try {
      const outcome = await runner(request, {
        signal: aborter.signal,
        onStep: (event) => tell({ kind: 'step', id, event }),
        onChunk: () => Atomics.store(atWork, 0, id),
      });
      tell({ kind: 'outcome', id, outcome });
    } catch (error) {
      tell({ kind: 'failed', id, cause: describeCause(error) });
    } finally {
      running.delete(id);
    }
  };

  port.on('message', (message: ToThread) => {
    if (message.kind === 'ping') tell({ kind: 'pong' });
    else if (message.kind === 'abort') running.get(message.id)?.abort();
    else void run(message);
  });
  // Loaded: from now on silence means that something is stuck.
  tell({ kind: 'pong' });
}
