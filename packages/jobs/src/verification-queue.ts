import { Queue } from 'bullmq';
import { connectProducer, type BackendConnection, type JobBackend } from './job-backend.js';

/** The queue's name, and the whole payload: the truth is the row in PostgreSQL. */
export const verificationQueueName = 'verification';
export type VerificationJobData = { readonly id: string };

/** The producer's side of the queue of verifications. */
export type VerificationQueue = {
  /**
   * Adds jobs for these verification ids; one that already waits is not added twice. Throws within 5 s when the
   * backend is away, and recovers by itself when it is back.
   */
  enqueue(ids: readonly string[]): Promise<void>;
  /** How many jobs wait or run; throws within 5 s when the backend is away. */
  depth(): Promise<number>;
  close(): Promise<void>;
};

type Open = { readonly queue: Queue<VerificationJobData>; readonly backend: BackendConnection };

/** Opens the producer lazily: nothing is connected before the first call. */
export function openVerificationQueue(backend: JobBackend): VerificationQueue {
  let opening: Promise<Open> | null = null;

  const open = (): Promise<Open> => {
    opening ??= openQueue(backend).catch((error: unknown) => {
      opening = null;
      throw error;
    });
    return opening;
  };

  return {
    async enqueue(ids) {
      const { queue } = await open();
      const jobs = ids.map((id) => ({ name: 'verify', data: { id }, opts: { jobId: id } }));
      await withDeadline(queue.addBulk(jobs));
    },
    async depth() {
      const { queue } = await open();
      return withDeadline(queue.count().then(async (waiting) => waiting + (await queue.getActiveCount())));
    },
    async close() {
      const opened = await opening?.catch(() => null);
      opening = null;
      await opened?.queue.close().catch(() => undefined); // Closing a connection that is lost is no failure.
      opened?.backend.release();
    },
  };
}

async function openQueue(backend: JobBackend): Promise<Open> {
  const connected = await connectProducer(backend);
  const options = {
    connection: connected.connection as never,
    skipWaitingForReady: true,
    // BullMQ ignores a re-used id of a job that it kept, so nothing is kept.
    defaultJobOptions: { removeOnComplete: true, removeOnFail: true },
  };
  const queue: Queue<VerificationJobData> = connected.factory
    ? new Queue(verificationQueueName, options, connected.factory as never)
    : new Queue(verificationQueueName, options);
  queue.on('error', () => undefined); // Each failed call reports it.
  return { queue, backend: connected };
}

/** A backend that hangs without an error must not hold up whoever enqueues. */
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
