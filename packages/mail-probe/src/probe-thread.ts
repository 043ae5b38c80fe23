import { parentPort, workerData } from 'node:worker_threads';
import { describeCause } from './describe-cause.js';
import type { FromThread, ThreadData, ToThread } from './probe-thread-messages.js';
import { runConversation } from './run-conversation.js';

/** The entry of a thread of `createProbeThreads`: runs the conversations it is handed, many at a time. */
const { atWork } = workerData as ThreadData;
const port = parentPort;
if (port === null) throw new TypeError('probe-thread runs inside a worker thread only');
const running = new Map<number, AbortController>();

port.on('message', (message: ToThread) => {
  if (message.kind === 'ping') tell({ kind: 'pong' });
  else if (message.kind === 'abort') running.get(message.id)?.abort();
  else void run(message);
});

async function run({ id, request }: ToThread & { kind: 'run' }): Promise<void> {
  const aborter = new AbortController();
  running.set(id, aborter);
  try {
    const outcome = await runConversation(request, {
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
}

function tell(message: FromThread): void {
  port!.postMessage(message);
}
