import type { QueuedVerification } from '@postern/core/queued-verification';
import { Queue } from 'bullmq';
import { connectProducer, type BackendConnection, type JobBackend } from './job-backend.js';

/** The whole payload of a job: the id of a verification, whose data is in PostgreSQL. */
export type VerificationJobData = { readonly id: string };

/** Each data centre has a queue of its own, because mail servers admit only its addresses (R19). */
export function queueNameOf(dataCenter: string): string {
  return dataCenter === '' ? 'verification' : `verification-${dataCenter}`;
}

/** The producer's side of the queues of verifications. */
export type VerificationQueue = {
  /**
   * Adds jobs for these verifications; a verification whose job still waits gets no second one. Throws within 5 s while the
   * backend cannot be reached, and works again when it can.
   */
  enqueue(jobs: readonly QueuedVerification[]): Promise<void>;
  /** How many jobs wait or run in all data centres; throws within 5 s when the backend cannot be reached. */
  depth(): Promise<number>;
  close(): Promise<void>;
};

type Open = { readonly queue: Queue<VerificationJobData>; readonly backend: BackendConnection };

/**
 * Opens the producer lazily: nothing is connected before the first call. `listDataCenters` names those that `depth`
 * counts beside the ones that this process has enqueued for.
 */
export function openVerificationQueue(
  backend: JobBackend,
  listDataCenters: () => Promise<readonly string[]> = () => Promise.resolve([]),
): VerificationQueue {
  const opened = new Map<string, Promise<Open>>();

  const open = (dataCenter: string): Promise<Open> => {
    const known = opened.get(dataCenter);
    if (known !== undefined) return known;
    const opening = openQueue(backend, queueNameOf(dataCenter)).catch((error: unknown) => {
      opened.delete(dataCenter);
      throw error;
    });
    opened.set(dataCenter, opening);
    return opening;
  };
  const depthOf = async (dataCenter: string): Promise<number> => {
    const { queue } = await open(dataCenter);
    return withDeadline(queue.count().then(async (waiting) => waiting + (await queue.getActiveCount())));
  };

  return {
    async enqueue(jobs) {
      const byDataCenter = Map.groupBy(jobs, ({ dataCenter }) => dataCenter);
      for (const [dataCenter, group] of byDataCenter) {
        const { queue } = await open(dataCenter);
        const added = group.map(({ id }) => ({ name: 'verify', data: { id }, opts: { jobId: id } }));
        await withDeadline(queue.addBulk(added));
      }
    },
    async depth() {
      const listed = await listDataCenters().catch(() => []); // Without the database, only the queues that are open here are counted.
      const depths = await Promise.all([...new Set(['', ...opened.keys(), ...listed])].map(depthOf));
      return depths.reduce((sum, depth) => sum + depth, 0);
    },
    async close() {
      const all = await Promise.all([...opened.values()].map((opening) => opening.catch(() => null)));
      opened.clear();
      for (const one of all) {
        await one?.queue.close().catch(() => undefined); // Closing a lost connection fails, which does not matter.
        one?.backend.release();
      }
    },
  };
}

async function openQueue(backend: JobBackend, name: string): Promise<Open> {
  const connected = await connectProducer(backend);
  const options = {
    connection: connected.connection as never,
    skipWaitingForReady: true,
    // BullMQ does not add a job whose id it still has, so finished jobs are deleted.
    defaultJobOptions: { removeOnComplete: true, removeOnFail: true },
  };
  const queue: Queue<VerificationJobData> = connected.factory
    ? new Queue(name, options, connected.factory as never)
    : new Queue(name, options);
  queue.on('error', () => undefined); // Each failed call throws it.
  return { queue, backend: connected };
}

/** Rejects after 3 s, because a backend that hangs reports no error. */
async function withDeadline<T>(call: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('The queue did not answer within 3 s')), 3000);
  });
  try {
    return await Promise.race([call, deadline]);
  } finally {
    clearTimeout(timer);
  }
}
