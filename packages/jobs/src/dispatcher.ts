import type { QueuedJob } from '@postern/core/queued-job';
import type { JobQueue } from './job-queue.js';

/** What decides which verifications run next; PostgreSQL does. */
export type Scheduler = {
  /** Chooses verifications, which then count as dispatched. `queued` are ids that were committed just now. */
  choose(queued: readonly string[]): Promise<QueuedJob[]>;
  /** Lets dispatched verifications wait again, because they could not be enqueued. */
  takeBack(ids: readonly string[]): Promise<unknown>;
};

export type Dispatcher = {
  /**
   * Chooses what runs next and enqueues it. Calls that arrive while one is under way share the next one. Rejects when the
   * queue or the database cannot be reached; then nothing counts as dispatched that was not enqueued.
   */
  dispatch(queued?: readonly string[]): Promise<void>;
  /** Enqueues what was chosen already; rejects like `dispatch`. */
  enqueue(chosen: readonly QueuedJob[]): Promise<void>;
};

export function createDispatcher(queue: JobQueue, scheduler: Scheduler): Dispatcher {
  let queued: string[] = [];
  let current: Promise<void> = Promise.resolve();
  let next: Promise<void> | null = null;
  const enqueue = async (chosen: readonly QueuedJob[]): Promise<void> => {
    if (chosen.length === 0) return;
    try {
      await queue.enqueue(chosen);
    } catch (error) {
      await scheduler.takeBack(chosen.map(({ id }) => id));
      throw error;
    }
  };
  const round = async (): Promise<void> => {
    next = null;
    // While the queue fails, nothing is chosen that would only have to be taken back.
    if (queue.faults.code !== null) await queue.check();
    const ids = queued;
    queued = [];
    await enqueue(await scheduler.choose(ids));
  };
  return {
    enqueue,
    dispatch(ids = []) {
      queued.push(...ids);
      if (next === null) {
        next = current.catch(() => undefined).then(round);
        current = next;
      }
      return next;
    },
  };
}
