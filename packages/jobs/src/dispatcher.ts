import type { QueuedVerification } from '@postern/core/queued-verification';
import type { VerificationQueue } from './verification-queue.js';

/** What decides which verifications run next; PostgreSQL does. */
export type Scheduler = {
  /** Chooses verifications, which then count as dispatched. `queued` are ids that were committed just now. */
  choose(queued: readonly string[]): Promise<QueuedVerification[]>;
  /** Lets dispatched verifications wait again, because they could not be enqueued. */
  takeBack(ids: readonly string[]): Promise<unknown>;
};

/**
 * Chooses what runs next and enqueues it. Calls that arrive while one is under way share the next one. Rejects when the
 * queue or the database cannot be reached; then nothing counts as dispatched that was not enqueued.
 */
export type Dispatch = (queued?: readonly string[]) => Promise<void>;

export function createDispatch(queue: VerificationQueue, scheduler: Scheduler): Dispatch {
  let queued: string[] = [];
  let current: Promise<void> = Promise.resolve();
  let next: Promise<void> | null = null;
  const round = async (): Promise<void> => {
    next = null;
    const ids = queued;
    queued = [];
    const chosen = await scheduler.choose(ids);
    if (chosen.length === 0) return;
    try {
      await queue.enqueue(chosen);
    } catch (error) {
      await scheduler.takeBack(chosen.map(({ id }) => id));
      throw error;
    }
  };
  return (ids = []) => {
    queued.push(...ids);
    if (next === null) {
      next = current.catch(() => undefined).then(round);
      current = next;
    }
    return next;
  };
}
