import type { QueuedJob } from '@postern/core/queued-job';
import { Queue } from 'bullmq';
import { connectProducer, type BackendConnection, type JobBackend } from './job-backend.js';
import { QueueFaults } from './queue-faults.js';
import { within } from './within.js';

/** What the jobs of a queue are for; discoveries share the queue of verifications. */
export type QueueKind = 'verification' | 'delivery';

/** The whole payload of a job: the id of a verification, a discovery or a delivery, whose data is in PostgreSQL. */
export type JobData = { readonly id: string };

/** Each data centre has a queue of its own, because mail servers and receivers admit only its addresses (R19). */
export function queueNameOf(dataCenter: string, kind: QueueKind): string {
  return dataCenter === '' ? kind : `${kind}-${dataCenter}`;
}

/** The producer's side of the queues of one kind. */
export type JobQueue = {
  /**
   * Adds jobs; one whose id still waits is not added a second time. Throws within 5 s while the
   * backend cannot be reached, and works again when it can.
   */
  enqueue(jobs: readonly QueuedJob[]): Promise<void>;
  /** How many jobs wait or run in all data centres; throws within 5 s when the backend cannot be reached. */
  depth(): Promise<number>;
  /** Throws within 6 s, with the repair if one is known, unless a job could be enqueued and taken now. */
  check(): Promise<void>;
  /** What went wrong in the calls above. */
  readonly faults: QueueFaults;
  close(): Promise<void>;
};

type Open = { readonly queue: Queue<JobData>; readonly backend: BackendConnection };

const answerMs = 3000;

/**
 * Opens the producer lazily: nothing is connected before the first call. `listDataCenters` names those that `depth`
 * counts beside the ones that this process has enqueued for; `faults` counts what goes wrong.
 */
export function openJobQueue(
  backend: JobBackend,
  kind: QueueKind,
  listDataCenters: () => Promise<readonly string[]> = () => Promise.resolve([]),
  faults = new QueueFaults(() => undefined),
): JobQueue {
  const { open, names, close } = keepOpen((dataCenter) =>
    openQueue(backend, queueNameOf(dataCenter, kind), faults),
  );
  const depthOf = async (dataCenter: string): Promise<number> => {
    const { queue } = await open(dataCenter);
    return within(
      answerMs,
      queue.count().then(async (waiting) => waiting + (await queue.getActiveCount())),
    );
  };
  const counted = async (call: () => Promise<void>): Promise<void> => {
    try {
      await call();
    } catch (error) {
      faults.report(error);
      throw error;
    }
  };

  return {
    faults,
    enqueue: (jobs) =>
      counted(async () => {
        const byDataCenter = Map.groupBy(jobs, ({ dataCenter }) => dataCenter);
        for (const [dataCenter, group] of byDataCenter) {
          const { queue } = await open(dataCenter);
          const added = group.map(({ id }) => ({ name: kind, data: { id }, opts: { jobId: id } }));
          await within(answerMs, queue.addBulk(added));
        }
      }),
    async depth() {
      const listed = await listDataCenters().catch(() => []); // Without the database, only the queues that are open here are counted.
      const depths = await Promise.all([...new Set(['', ...names(), ...listed])].map(depthOf));
      return depths.reduce((sum, depth) => sum + depth, 0);
    },
    check: () =>
      counted(async () => {
        const { backend: connected } = await open('');
        await connected.check();
        await depthOf('');
        faults.succeed();
      }),
    close,
  };
}

/** Opens each queue once and keeps it; one that could not be opened is opened anew by the next call. */
function keepOpen(openNew: (dataCenter: string) => Promise<Open>) {
  const opened = new Map<string, Promise<Open>>();
  return {
    names: () => opened.keys(),
    open(dataCenter: string): Promise<Open> {
      const known = opened.get(dataCenter);
      if (known !== undefined) return known;
      const opening = openNew(dataCenter).catch((error: unknown) => {
        opened.delete(dataCenter);
        throw error;
      });
      opened.set(dataCenter, opening);
      return opening;
    },
    async close(): Promise<void> {
      const all = await Promise.all([...opened.values()].map((opening) => opening.catch(() => null)));
      opened.clear();
      for (const one of all) {
        // Closing a lost connection fails or hangs, which does not matter.
        if (one !== null) await within(1000, one.queue.close()).catch(() => undefined);
        one?.backend.release();
      }
    },
  };
}

async function openQueue(backend: JobBackend, name: string, faults: QueueFaults): Promise<Open> {
  const connected = await connectProducer(backend);
  try {
    for (const advice of await connected.check()) faults.advise(advice);
  } catch (error) {
    connected.release();
    throw error;
  }
  const options = {
    connection: connected.connection as never,
    prefix: connected.prefix,
    skipWaitingForReady: true,
    skipVersionCheck: true, // It is checked already, and BullMQ would print its advice.
    // BullMQ does not add a job whose id it still has, so finished jobs are deleted.
    defaultJobOptions: { removeOnComplete: true, removeOnFail: true },
  };
  const queue = new Queue<JobData>(name, options, connected.factory as never);
  queue.on('error', () => undefined); // Each failed call throws it.
  return { queue, backend: connected };
}
