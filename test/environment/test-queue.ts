import type { QueuedJob } from '@postern/core/queued-job';
import type { JobBackend } from '@postern/jobs/job-backend';
import { startJobConsumer } from '@postern/jobs/job-consumer';
import { openJobQueue, type QueueKind } from '@postern/jobs/job-queue';
import { waitUntil } from './wait-until.js';

/** A queue whose jobs are run by this process. */
export type TestQueue<T> = {
  /** Runs these jobs through the queue with `handle`, and returns what it has returned for each. */
  run(jobs: readonly QueuedJob[], handle: (id: string) => Promise<T>): Promise<T[]>;
  close(): Promise<void>;
};

export function openTestQueue<T>(backend: JobBackend, kind: QueueKind): TestQueue<T> {
  const queue = openJobQueue(backend, kind);
  const outcomes: PromiseSettledResult<T>[] = [];
  let current: (id: string) => Promise<T> = () => Promise.reject(new Error('No jobs were given.'));
  const consumer = startJobConsumer(backend, kind, {
    concurrency: 4,
    handle: async (id) => void outcomes.push(...(await Promise.allSettled([current(id)]))),
    onError: () => undefined,
  });
  return {
    async run(jobs, handle) {
      current = handle;
      await queue.enqueue(jobs);
      // The queue refuses an id while it still ends the job that had it before.
      await waitUntil(async () => outcomes.length >= jobs.length && (await queue.depth()) === 0);
      return outcomes.splice(0).map((outcome) => {
        if (outcome.status === 'rejected') throw outcome.reason;
        return outcome.value;
      });
    },
    async close() {
      await consumer.close();
      await queue.close();
    },
  };
}
