import { Worker, type BackendFactory, type IQueueBackend } from 'bullmq';
import { connectConsumer, type BackendConnection, type JobBackend } from './job-backend.js';
import type { QueueFaults } from './queue-faults.js';
import type { JobData } from './job-queue.js';
import { within } from './within.js';

export type QueueConsumerParts = {
  readonly concurrency: number;
  readonly handle: (id: string) => Promise<void>;
  readonly onError: (error: unknown) => void;
  readonly faults: QueueFaults;
};

/** The consumer of one queue. It stops taking jobs when its signal aborts. */
export type QueueConsumer = {
  /** Resolves after the signal aborted, when the last job has ended and the backend knows it. */
  readonly closed: Promise<void>;
  /** Drops the connections, also those to a backend that does not answer. */
  release(): void;
};

/** How long a job's lock holds without being renewed; then another worker takes the job over. */
const lockMs = 6000;
/** How often each worker looks for jobs whose lock has run out. */
const lookForStalledMs = 2000;
const readyMs = 5000;

/** Takes the jobs of one queue, from when its backend can be reached and does what the queue needs. */
export function consumeQueue(
  backend: JobBackend,
  name: string,
  parts: QueueConsumerParts,
  stop: AbortSignal,
): QueueConsumer {
  const { faults } = parts;
  let current: Awaited<ReturnType<typeof open>> | null = null;
  const consume = async (): Promise<void> => {
    while (!stop.aborted) {
      try {
        current = await open(backend, name, parts, stop);
        break;
      } catch (error) {
        faults.report(error);
        await faults.pause(stop);
      }
    }
    if (current === null) return;
    const { worker } = current;
    if (!stop.aborted) {
      void worker.run().catch((error: unknown) => faults.report(error));
      await new Promise((resolve) => stop.addEventListener('abort', resolve, { once: true }));
    }
    await worker.close();
  };
  return {
    closed: consume().catch((error: unknown) => faults.report(error)),
    release: () => current?.release(),
  };
}

/** Connects, and fails unless the queue works: a BullMQ Worker whose first use failed stays broken (6.7.0). */
async function open(backend: JobBackend, name: string, parts: QueueConsumerParts, stop: AbortSignal) {
  const { faults } = parts;
  const connected = await connectConsumer(backend);
  let worker: Worker<JobData> | undefined;
  const release = (): void => {
    void worker?.disconnect().catch(() => undefined); // It has nothing to do after a close that succeeded.
    connected.release();
  };
  try {
    for (const advice of await connected.check()) faults.advise(advice);
    worker = makeWorker(connected, name, parts, stop);
    await within(readyMs, worker.waitUntilReady());
    return { worker, release };
  } catch (error) {
    void worker?.close(true).catch(() => undefined);
    release();
    throw error;
  }
}

function makeWorker(
  { connection, factory, prefix }: BackendConnection,
  name: string,
  { concurrency, handle, onError, faults }: QueueConsumerParts,
  stop: AbortSignal,
): Worker<JobData> {
  const options = {
    connection: connection as never,
    prefix,
    autorun: false,
    skipVersionCheck: true, // It is checked already, and BullMQ would print its advice.
    concurrency,
    lockDuration: lockMs,
    stalledInterval: lookForStalledMs,
    maxStalledCount: 10,
    removeOnComplete: { count: 0 },
    removeOnFail: { count: 0 },
    runRetryDelay: 500,
  };
  const run = async ({ data }: { data: JobData }) => {
    try {
      await handle(data.id);
    } catch (error) {
      onError(error);
      throw new Error('The job ended unexpectedly'); // BullMQ stores the text: never a library's.
    }
  };
  const worker = new Worker<JobData>(name, run, options, slowToFail(factory, faults, stop) as never);
  worker.on('error', (error) => faults.report(error));
  return worker;
}

/**
 * BullMQ's Worker (6.7.0) repeats a call that was refused at once and for ever, at the cost of a core. With this factory
 * the refused call fails only after a pause.
 */
function slowToFail(
  factory: BackendFactory<IQueueBackend, never>,
  faults: QueueFaults,
  stop: AbortSignal,
): BackendFactory<IQueueBackend, never> {
  return (...given) => {
    const backend = factory(...given);
    const moveToActive = backend.moveToActive.bind(backend);
    backend.moveToActive = async (...values) => {
      try {
        const moved = await moveToActive(...values);
        faults.succeed();
        return moved;
      } catch (error) {
        await faults.pause(stop);
        throw error;
      }
    };
    return backend;
  };
}
