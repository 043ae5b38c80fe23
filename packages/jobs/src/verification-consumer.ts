import { Worker } from 'bullmq';
import { connectConsumer, type JobBackend } from './job-backend.js';
import { queueNameOf, type VerificationJobData } from './verification-queue.js';

/** The consumer's side of the queues of verifications. */
export type VerificationConsumer = {
  /** Takes no more jobs and waits for the running ones, at most `graceMs` (default 40,000). */
  close(graceMs?: number): Promise<void>;
};

export type ConsumerOptions = {
  /** How many jobs run at once, from all queues together. */
  readonly concurrency: number;
  /** The data centres whose queues are served beside the one of accounts without a data centre; called every 5 s. */
  readonly listDataCenters?: () => Promise<readonly string[]>;
  /** Runs one verification. It throws only unexpected errors; the sweeper then enqueues the verification again. */
  readonly handle: (id: string) => Promise<void>;
  readonly onError: (error: unknown) => void;
};

/** How long a job's lock holds without being renewed; then another worker takes the job over. */
const lockMs = 6000;
/** How often each worker looks for jobs whose lock has run out. */
const lookForStalledMs = 2000;
const listAgainMs = 5000;

/** Starts taking jobs as soon as the backend can be reached. */
export function startVerificationConsumer(
  backend: JobBackend,
  options: ConsumerOptions,
): VerificationConsumer {
  const { listDataCenters } = options;
  const limited = { ...options, handle: limitConcurrency(options.concurrency, options.handle) };
  const consumers = new Map([['', consumeQueue(backend, queueNameOf(''), limited)]]);
  const addListed = async (): Promise<void> => {
    for (const dataCenter of (await listDataCenters?.().catch(() => [])) ?? []) {
      if (isClosed || consumers.has(dataCenter)) continue;
      consumers.set(dataCenter, consumeQueue(backend, queueNameOf(dataCenter), limited));
    }
  };
  let isClosed = false;
  const timer = listDataCenters === undefined ? undefined : setInterval(() => void addListed(), listAgainMs);
  void addListed();
  return {
    async close(graceMs) {
      isClosed = true;
      clearInterval(timer);
      await Promise.all([...consumers.values()].map((consumer) => consumer.close(graceMs)));
    },
  };
}

/** BullMQ limits each queue by itself; a worker of several queues runs no more in all. */
function limitConcurrency(
  most: number,
  handle: (id: string) => Promise<void>,
): (id: string) => Promise<void> {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (id) => {
    if (running >= most) await new Promise<void>((resolve) => waiting.push(resolve));
    else running += 1;
    try {
      await handle(id);
    } finally {
      const next = waiting.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  };
}

function consumeQueue(backend: JobBackend, name: string, options: ConsumerOptions): VerificationConsumer {
  const stop = new AbortController();
  const started = start(backend, name, options, stop.signal).catch((error: unknown) => {
    if (!stop.signal.aborted) options.onError(error);
    return null;
  });
  return {
    async close(graceMs = 40_000) {
      stop.abort();
      const running = await started;
      if (running === null) return;
      const timer = setTimeout(() => void running.worker.close(true).catch(options.onError), graceMs);
      await running.worker.close().catch(options.onError);
      clearTimeout(timer);
      running.release();
    },
  };
}

async function start(
  backend: JobBackend,
  name: string,
  { concurrency, handle, onError }: ConsumerOptions,
  signal: AbortSignal,
) {
  const { connection, factory, release } = await connectConsumer(backend, signal);
  const options = {
    connection: connection as never,
    concurrency,
    lockDuration: lockMs,
    stalledInterval: lookForStalledMs,
    maxStalledCount: 10,
    removeOnComplete: { count: 0 },
    removeOnFail: { count: 0 },
  };
  const run = async ({ data }: { data: VerificationJobData }) => {
    try {
      await handle(data.id);
    } catch (error) {
      onError(error);
      throw new Error('The verification ended unexpectedly'); // BullMQ stores the text: never a library's.
    }
  };
  const worker: Worker<VerificationJobData> = factory
    ? new Worker(name, run, options, factory as never)
    : new Worker(name, run, options);
  worker.on('error', onError);
  return { worker, release };
}
