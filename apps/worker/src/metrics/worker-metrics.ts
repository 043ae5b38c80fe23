import type { EndpointReport } from '@postern/core/verification';
import type { DeliveryJob, StoredDelivery } from '@postern/database/functions/send-deliveries';
import type { QueueFaults } from '@postern/jobs/queue-faults';
import type { ThreadLoss } from '@postern/mail-probe/threads/probe-threads';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Probe } from '../bind-probe.js';
import type { Ended } from '../verify-mail-settings.js';

/**
 * Counts the work of this worker since it started. No label names a domain, a server or an account, because there
 * may be millions of them.
 */
export class WorkerMetrics {
  readonly registry = new Registry();
  private readonly ended: Counter<'trigger' | 'state' | 'code'>;
  private readonly duration: Histogram<'state'>;
  private readonly stages: Histogram<'endpoint' | 'stage'>;
  private readonly scheduled: Counter<'endpoint' | 'code'>;
  private readonly running: Gauge;
  private readonly threads: Counter<'why'>;
  private readonly attempts: Counter<'kind' | 'outcome'>;

  constructor() {
    const registers = [this.registry];
    this.ended = new Counter({
      name: 'postern_verifications_total',
      help: 'Verifications that this worker stored, by trigger, state and failure code; scheduled measurements are counted by server.',
      labelNames: ['trigger', 'state', 'code'],
      registers,
    });
    this.duration = new Histogram({
      name: 'postern_verification_duration_seconds',
      help: 'Seconds from the claim of a verification to its stored result.',
      labelNames: ['state'],
      buckets: [0.03, 0.1, 0.3, 1, 3, 10, 30],
      registers,
    });
    this.stages = new Histogram({
      name: 'postern_probe_stage_duration_seconds',
      help: 'Steps of conversations with mail servers, passed or failed.',
      labelNames: ['endpoint', 'stage'],
      buckets: [0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10],
      registers,
    });
    this.scheduled = new Counter({
      name: 'postern_scheduled_measurements_total',
      help: 'Servers that the schedule measured, by failure code; certificates are judged later, for each domain.',
      labelNames: ['endpoint', 'code'],
      registers,
    });
    this.running = new Gauge({
      name: 'postern_verifications_running',
      help: 'Verifications that are probing mail servers now.',
      registers,
    });
    this.threads = new Counter({
      name: 'postern_probe_threads_lost_total',
      help: 'Threads that were terminated and replaced, by cause.',
      labelNames: ['why'],
      registers,
    });
    this.attempts = new Counter({
      name: 'postern_delivery_attempts_total',
      help: 'Attempts to send a webhook’s delivery or a mail, by outcome: delivered; waiting, it is tried again; failed, it is not; lost-lease, another worker has taken it over.',
      labelNames: ['kind', 'outcome'],
      registers,
    });
  }

  /** Shows what the queue has refused to this worker. */
  addQueue(faults: QueueFaults): void {
    const refusals = new Counter({
      name: 'postern_queue_refusals_total',
      help: 'Calls to the queue that failed, by code: the word of Redis, the SQLSTATE of PostgreSQL or the code of the system.',
      labelNames: ['code'],
      registers: [this.registry],
      collect() {
        refusals.reset();
        for (const [code, times] of faults.counts) refusals.inc({ code }, times);
      },
    });
  }

  /** Counts a verification whose result this worker stored. */
  readonly onEnded = ({ trigger, state, code, seconds }: Ended): void => {
    this.ended.inc({ trigger, state, code });
    this.duration.observe({ state }, seconds);
  };

  /** Counts an attempt to send a delivery. */
  readonly onAttempt = (kind: DeliveryJob['kind'], outcome: StoredDelivery): void =>
    this.attempts.inc({ kind, outcome });

  /** Counts a thread that was terminated and replaced. */
  countLostThread(why: ThreadLoss): void {
    this.threads.inc({ why });
  }

  /** Returns a probe that counts its conversations. A probe without a rule is one of the schedule. */
  observed(probe: Probe): Probe {
    return async (servers, rule, options) => {
      if (rule !== null) this.running.inc();
      try {
        const result = await probe(servers, rule, options);
        if (rule === null) this.countScheduled(result.endpoints);
        this.observeStages(result.endpoints);
        return result;
      } finally {
        if (rule !== null) this.running.dec();
      }
    };
  }

  private countScheduled(reports: readonly EndpointReport[]): void {
    for (const { endpoint, steps } of reports) {
      const failure = steps.find((step) => step.failure !== null)?.failure;
      this.scheduled.inc({ endpoint, code: failure?.code ?? '' });
    }
  }

  private observeStages(reports: readonly EndpointReport[]): void {
    for (const { endpoint, steps } of reports) {
      for (const { stage, state, durationMs } of steps)
        if (state !== 'skipped') this.stages.observe({ endpoint, stage }, durationMs / 1000);
    }
  }
}
