import { setTimeout as delay } from 'node:timers/promises';
import { consumeQueue } from './consume-queue.js';
import type { JobBackend } from './job-backend.js';
import { QueueFaults } from './queue-faults.js';
import { queueNameOf, type QueueKind } from './job-queue.js';

/** The consumer's side of the queues of one kind. */
export type JobConsumer = {
  /** Takes no more jobs and waits for the running ones, at most `graceMs` (default 40,000) and 2 s for the backend. */
  close(graceMs?: number): Promise<void>;
};

export type ConsumerOptions = {
  /** How many jobs run at once, from all queues together. */
  readonly concurrency: number;
  /** The data centres whose queues are served beside the one of accounts without a data centre; called every 5 s. */
  readonly listDataCenters?: () => Promise<readonly string[]>;
  /** Runs one job. It throws only unexpected errors; the job is then enqueued again. */
  readonly handle: (id: string) => Promise<void>;
  /** Receives what `handle` throws. */
  readonly onError: (error: unknown) => void;
  /** Counts what goes wrong with the queue; default: nobody is told. */
  readonly faults?: QueueFaults;
};

const listAgainMs = 5000;
const graceDefaultMs = 40_000;
/** Tells the backend that the last jobs have ended; without it, they are looked at once more and refused. */
const lastWordsMs = 2000;
const pause = (ms: number) => delay(ms, undefined, { ref: false });

/** Starts taking jobs as soon as the backend can be reached and does what the queue needs. */
export function startJobConsumer(
  backend: JobBackend,
  kind: QueueKind,
  options: ConsumerOptions,
): JobConsumer {
  const { listDataCenters, onError, faults = new QueueFaults(() => undefined) } = options;
  const { handle, ended } = limitConcurrency(options.concurrency, options.handle);
  const parts = { concurrency: options.concurrency, handle, onError, faults };
  const stop = new AbortController();
  const consume = (dataCenter: string) =>
    consumeQueue(backend, queueNameOf(dataCenter, kind), parts, stop.signal);
  const consumers = new Map([['', consume('')]]);
  const addListed = async (): Promise<void> => {
    for (const dataCenter of (await listDataCenters?.().catch(() => [])) ?? []) {
      if (stop.signal.aborted || consumers.has(dataCenter)) continue;
      consumers.set(dataCenter, consume(dataCenter));
    }
  };
  const timer = listDataCenters === undefined ? undefined : setInterval(() => void addListed(), listAgainMs);
  void addListed();
  return {
    async close(graceMs = graceDefaultMs) {
      clearInterval(timer);
      stop.abort();
      const closed = Promise.all([...consumers.values()].map((consumer) => consumer.closed));
      await Promise.race([closed, ended().then(() => pause(lastWordsMs)), pause(graceMs)]);
      for (const consumer of consumers.values()) consumer.release();
    },
  };
}

/** BullMQ limits each queue by itself; a worker of several queues runs no more in all. */
function limitConcurrency(
  most: number,
  handle: (id: string) => Promise<void>,
): { handle: (id: string) => Promise<void>; ended: () => Promise<void> } {
  const waiting: (() => void)[] = [];
  const running = new Set<Promise<void>>();
  let taken = 0;
  const run = async (id: string): Promise<void> => {
    if (taken >= most) await new Promise<void>((resolve) => waiting.push(resolve));
    else taken += 1;
    try {
      await handle(id);
    } finally {
      const next = waiting.shift();
      if (next === undefined) taken -= 1;
      else next();
    }
  };
  return {
    async handle(id) {
      const job = run(id);
      running.add(job);
      await job.finally(() => running.delete(job));
    },
    async ended() {
      while (running.size > 0) await Promise.allSettled(running);
    },
  };
}
