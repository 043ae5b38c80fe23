import { Inject, Injectable } from '@nestjs/common';
import type { Database } from '@postern/database/database';
import { countDomains, type DomainCounts } from '@postern/database/functions/domain-counts';
import { lastHousekeeping } from '@postern/database/housekeeping-run';
import type { VerificationQueue } from '@postern/jobs/verification-queue';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { DATABASE, QUEUE } from '../api-settings.js';
import { addQueueMetrics } from './queue-metrics.js';

/** Counting a million domains takes about a second, so domains are counted at most once a minute. */
const countAgainMs = 60_000;

/** The metrics: requests of this process, and queue and domains of the whole installation. */
@Injectable()
export class Metrics {
  readonly registry = new Registry();
  private readonly requests: Histogram<'method' | 'route' | 'status'>;
  private counted: { readonly at: number; readonly counts: Promise<DomainCounts> } | null = null;

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(QUEUE) private readonly queue: VerificationQueue,
  ) {
    const registers = [this.registry];
    collectDefaultMetrics({ register: this.registry, prefix: 'postern_api_' });
    this.requests = new Histogram({
      name: 'postern_http_request_duration_seconds',
      help: 'Duration of requests by method, route and status.',
      labelNames: ['method', 'route', 'status'],
      buckets: [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10],
      registers,
    });
    addQueueMetrics(this.registry, this.database, this.queue);
    this.addDomainGauges();
    const housekeeping = new Gauge({
      name: 'postern_housekeeping_success_timestamp_seconds',
      help: 'When expired rows were last deleted for all accounts; NaN if never.',
      registers,
      async collect() {
        housekeeping.set((await lastHousekeeping(database).catch(() => null)) ?? Number.NaN);
      },
    });
  }

  /** Counts a finished request. `route` is the route's pattern, because a URL may contain an email address. */
  observe(method: string, route: string, status: number, seconds: number): void {
    this.requests.observe({ method, route, status: String(status) }, seconds);
  }

  private addDomainGauges(): void {
    const registers = [this.registry];
    const counts = () => this.currentCounts();
    const domains = new Gauge({
      name: 'postern_domains',
      help: 'Configured domains by the state of their last verification and its failure code.',
      labelNames: ['state', 'code'],
      registers,
      async collect() {
        domains.reset();
        for (const { state, code, domains: count } of (await counts()).counts)
          domains.set({ state, code }, count);
      },
    });
    const days = new Gauge({
      name: 'postern_certificate_days_left',
      help: 'Days until the first certificate expires, if it is among those that expire within 30 days.',
      registers,
      async collect() {
        const { certificateDays } = await counts();
        days.set(certificateDays ?? Number.NaN);
      },
    });
  }

  /** The counts of domains, at most a minute old. Without the database there are none, and the other metrics still appear. */
  private currentCounts(): Promise<DomainCounts> {
    if (this.counted === null || Date.now() - this.counted.at > countAgainMs) {
      const counts = countDomains(this.database).catch(() => {
        this.counted = null;
        return { counts: [], certificateDays: null };
      });
      this.counted = { at: Date.now(), counts };
    }
    return this.counted.counts;
  }
}
