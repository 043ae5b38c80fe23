import { parentPort, workerData } from 'node:worker_threads';
import type {
  ConversationOutcome,
  ConversationRequest,
  ConversationRunner,
  StepEvent,
} from '../conversation/conversation.js';
import { describeCause } from '../conversation/step-error.js';
import { CpuMeter } from './cpu-meter.js';
import { threadName } from './thread-cpu-clock.js';

/** A message from the pool to a thread. */
export type ToThread =
  | { readonly kind: 'run'; readonly id: number; readonly request: ConversationRequest }
  | { readonly kind: 'abort'; readonly id: number }
  | { readonly kind: 'ping' };

/**
 * A message from a thread to the pool. `failed` reports an unexpected error; a conversation normally ends with
 * `outcome`.
 */
export type FromThread =
  | { readonly kind: 'step'; readonly id: number; readonly event: StepEvent }
  | { readonly kind: 'outcome'; readonly id: number; readonly outcome: ConversationOutcome }
  | { readonly kind: 'failed'; readonly id: number; readonly cause: string }
  | { readonly kind: 'pong' }
  | { readonly kind: 'loaded'; readonly threadName: string | null };

/** The CPU time that one conversation may take, in milliseconds. Most take 5 ms, and no scripted server more than 60. */
const mostCpuMs = 200;

/**
 * Memory that a thread shares with the pool: the id of the conversation whose bytes it parsed last. The pool can
 * read it while the thread is stuck.
 */
export type ThreadData = { readonly parsedLast: Int32Array };

/** Runs in a thread of `createProbeThreads`: receives conversations and runs each with `runner`, many at a time. */
export function serveProbeThread(runner: ConversationRunner): void {
  const port = parentPort;
  if (port === null) throw new TypeError('serveProbeThread must be called in a worker thread');
  const { parsedLast } = workerData as ThreadData;
  const running = new Map<number, { readonly stop: AbortController; readonly tooCostly: AbortController }>();
  const meter = new CpuMeter(mostCpuMs, (id) => running.get(id)?.tooCostly.abort());
  const send = (message: FromThread): void => port.postMessage(message);

  const run = async ({ id, request }: ToThread & { kind: 'run' }): Promise<void> => {
    const stop = new AbortController();
    const tooCostly = new AbortController();
    running.set(id, { stop, tooCostly });
    try {
      const outcome = await runner(request, {
        signal: stop.signal,
        tooCostly: tooCostly.signal,
        onStep: (event) => send({ kind: 'step', id, event }),
        onChunk: () => {
          Atomics.store(parsedLast, 0, id);
          meter.startChunk(id);
        },
      });
      send({ kind: 'outcome', id, outcome });
    } catch (error) {
      send({ kind: 'failed', id, cause: describeCause(error) });
    } finally {
      running.delete(id);
      meter.end(id);
    }
  };

  port.on('message', (message: ToThread) => {
    if (message.kind === 'ping') send({ kind: 'pong' });
    else if (message.kind === 'abort') running.get(message.id)?.stop.abort();
    else void run(message);
  });
  // This message says that the thread has loaded; after it, a missing answer means that the thread is stuck.
  send({ kind: 'loaded', threadName: threadName() });
}
