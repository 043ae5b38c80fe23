import { setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import type { Stage } from '@postern/core/verification';
import type {
  ConversationOutcome,
  ConversationRequest,
  ConversationRunner,
  StepEvent,
} from '../conversation/conversation.js';
import { describeCause } from '../conversation/step-error.js';
import { AccountBudgets } from './account-budgets.js';
import { CpuMeter } from './cpu-meter.js';
import { mayHaveSentSecret } from './may-have-sent-secret.js';
import { threadName } from './thread-cpu-clock.js';

/** A message from the pool to a thread. */
export type ToThread =
  | {
      readonly kind: 'run';
      readonly id: number;
      readonly request: ConversationRequest;
      /** Whose conversation it is; null if its CPU time is no account's. */
      readonly accountId: string | null;
    }
  | { readonly kind: 'abort'; readonly id: number }
  | { readonly kind: 'ping' };

/**
 * A message from a thread to the pool. `failed` reports an unexpected error; a conversation normally ends with
 * `outcome`. `costly`: an account's conversations took more CPU time than they may. `moved`: a conversation of such an
 * account was ended, to be started again in the thread of costly accounts.
 */
export type FromThread =
  | { readonly kind: 'step'; readonly id: number; readonly event: StepEvent }
  | { readonly kind: 'outcome'; readonly id: number; readonly outcome: ConversationOutcome }
  | { readonly kind: 'failed'; readonly id: number; readonly cause: string }
  | { readonly kind: 'costly'; readonly accountId: string }
  | { readonly kind: 'moved'; readonly id: number }
  | { readonly kind: 'pong' }
  /** `started` comes before the thread loads its modules; an entry file may leave it out. */
  | { readonly kind: 'started'; readonly threadName: string | null }
  | { readonly kind: 'loaded'; readonly threadName: string | null };

/** The CPU time that one conversation may take, in milliseconds. Most take 5 ms, and no scripted server more than 60. */
const mostCpuMs = 200;
/** The thread of costly accounts gives way to the others: it has a tenth of their share of a busy processor (nice(2)). */
const lowPriority = 10;

/**
 * What the pool passes to a thread. `parsedLast` is shared memory: the id of the conversation whose bytes the thread parsed
 * last. The pool can read it while the thread is stuck.
 */
export type ThreadData = { readonly parsedLast: Int32Array; readonly isForCostly: boolean };

type Running = {
  readonly request: ConversationRequest;
  readonly accountId: string | null;
  readonly passed: Stage[];
  readonly stop: AbortController;
  readonly tooCostly: AbortController;
  cpuMs: number;
  isMoved: boolean;
};

/** Runs in a thread of `createProbeThreads`: receives conversations and runs each with `runner`, many at a time. */
export function serveProbeThread(runner: ConversationRunner): void {
  const port = parentPort;
  if (port === null) throw new TypeError('serveProbeThread must be called in a worker thread');
  const { parsedLast, isForCostly } = workerData as ThreadData;
  const all = new Map<number, Running>();
  const budgets = new AccountBudgets();
  const send = (message: FromThread): void => port.postMessage(message);
  const meter = new CpuMeter((id, ms) => {
    const running = all.get(id);
    if (running === undefined) return;
    const { accountId, tooCostly } = running;
    if (accountId !== null && budgets.spend(accountId, running.cpuMs, ms))
      send({ kind: 'costly', accountId });
    running.cpuMs += ms;
    if (running.cpuMs > mostCpuMs) tooCostly.abort();
  });
  const onChunk = (id: number): void => {
    Atomics.store(parsedLast, 0, id);
    meter.startChunk(id);
    const running = all.get(id);
    if (running !== undefined && !isForCostly && mustMove(running, budgets)) {
      running.isMoved = true;
      running.stop.abort(new Error('The conversation moves to another thread'));
    }
  };

  const run = async ({ id, request, accountId }: ToThread & { kind: 'run' }): Promise<void> => {
    const stop = new AbortController();
    const tooCostly = new AbortController();
    const running: Running = { request, accountId, passed: [], stop, tooCostly, cpuMs: 0, isMoved: false };
    all.set(id, running);
    try {
      const outcome = await runner(request, {
        signal: stop.signal,
        tooCostly: tooCostly.signal,
        onStep: (event) => {
          if (event.step.state === 'passed') running.passed.push(event.step.stage);
          send({ kind: 'step', id, event });
        },
        onChunk: () => onChunk(id),
      });
      send({ kind: 'outcome', id, outcome });
    } catch (error) {
      send(running.isMoved ? { kind: 'moved', id } : { kind: 'failed', id, cause: describeCause(error) });
    } finally {
      all.delete(id);
      if (accountId !== null) budgets.end(accountId, running.cpuMs);
    }
  };

  port.on('message', (message: ToThread) => {
    if (message.kind === 'ping') send({ kind: 'pong' });
    else if (message.kind === 'abort') all.get(message.id)?.stop.abort();
    else void run(message);
  });
  const name = threadName();
  if (isForCostly && name !== null) setPriority(Number(name), lowPriority);
  // This message says that the thread has loaded; after it, a missing answer means that the thread is stuck.
  send({ kind: 'loaded', threadName: name });
}

/**
 * Whether a conversation must end before its next bytes are parsed, because its account's time is spent. One that may have
 * sent its password cannot start again, and has its costly handshake behind it.
 */
function mustMove({ request, accountId, passed }: Running, budgets: AccountBudgets): boolean {
  return accountId !== null && budgets.isSpent(accountId) && !mayHaveSentSecret(request, passed);
}
