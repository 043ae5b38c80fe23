import type { QueueStatus } from '@postern/core/queue';
import type { Database } from '@postern/database/database';
import { readQueueStatus } from '@postern/database/queue-status';
import type { JobQueue } from '@postern/jobs/job-queue';
import { Counter, Gauge, type Registry } from 'prom-client';
import { readOnce } from './read-once.js';

type StatusGauge = {
  readonly name: string;
  readonly help: string;
  readonly labelNames: readonly string[];
  set(gauge: Gauge, status: QueueStatus): void;
};

const statusGauges: readonly StatusGauge[] = [
  {
    name: 'postern_queue_age_seconds',
    help: 'For how long the oldest verification that no worker has claimed has waited.',
    labelNames: [],
    set: (gauge, { oldestSeconds }) => gauge.set(oldestSeconds ?? 0),
  },
  {
    name: 'postern_jobs',
    help: 'Verifications by urgency and state; those that wait are counted up to 10,000.',
    labelNames: ['urgency', 'state'],
    set(gauge, { jobs }) {
      for (const { urgency, waiting, dispatched } of jobs) {
        gauge.set({ urgency, state: 'waiting' }, waiting);
        gauge.set({ urgency, state: 'dispatched' }, dispatched);
      }
    },
  },
  {
    name: 'postern_workers',
    help: 'Workers with a heartbeat in the last 10 s, by data centre; an empty one serves every data centre.',
    labelNames: ['data_center'],
    set(gauge, { workers }) {
      for (const { dataCenter, workers: count } of workers)
        gauge.set({ data_center: dataCenter ?? '' }, count);
    },
  },
  {
    name: 'postern_conversations',
    help: 'Conversations with mail servers that run, and that wait for a turn.',
    labelNames: ['state'],
    set(gauge, { conversations }) {
      gauge.set({ state: 'running' }, conversations.running);
      gauge.set({ state: 'waiting' }, conversations.waiting);
    },
  },
];

/** Adds what waits, who is there to run it, and what the queue refuses. Without the database its gauges have no values. */
export function addQueueMetrics(registry: Registry, database: Database, queue: JobQueue): void {
  const registers = [registry];
  const status = readOnce(() => readQueueStatus(database));
  for (const { name, help, labelNames, set } of statusGauges) {
    const gauge: Gauge = new Gauge({
      name,
      help,
      labelNames,
      registers,
      async collect() {
        gauge.reset();
        const now = await status();
        if (now !== null) set(gauge, now);
        else if (labelNames.length === 0) gauge.set(Number.NaN);
      },
    });
  }
  const depth = new Gauge({
    name: 'postern_queue_depth',
    help: 'Verification jobs that wait or run in the queue; -1 if the queue refuses or cannot be reached.',
    registers,
    async collect() {
      const counted = queue.check().then(() => queue.depth());
      depth.set(await counted.catch(() => -1));
    },
  });
  const refusals = new Counter({
    name: 'postern_queue_refusals_total',
    help: 'Calls to the queue that failed, by code: the word of Redis, the SQLSTATE of PostgreSQL or the code of the system.',
    labelNames: ['code'],
    registers,
    collect() {
      refusals.reset();
      for (const [code, times] of queue.faults.counts) refusals.inc({ code }, times);
    },
  });
}
