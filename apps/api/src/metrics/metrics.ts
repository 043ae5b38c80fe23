import { Inject, Injectable } from '@nestjs/common';
import type { Database } from '@postern/database/database';
import { countDomains, type DomainCounts } from '@postern/database/functions/domain-counts';
import type { VerificationQueue } from '@postern/jobs/verification-queue';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { DATABASE, QUEUE } from '../api-settings.js';
import { queueAgeSeconds } from './queue-age.js';

/** Counting a million domains takes a second, and scrapers come every few. */
const countAgainMs = 60_000;

/** What Prometheus reads: this process's requests, and the state of the whole installation. */
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
      help: 'Requests by route and status.',
      labelNames: ['method', 'route', 'status'],
      buckets: [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10],
      registers,
    });
    this.addQueueGauges();
    this.addDomainGauges();
  }

  /** Counts a finished request; `route` is the pattern, never the address, which may hold a person's. */
  observe(method: string, route: string, status: number, seconds: number): void {
    this.requests.observe({ method, route, status: String(status) }, seconds);
  }

  private addQueueGauges(): void {
    const { queue, database } = this;
    const registers = [this.registry];
    const depth = new Gauge({
      name: 'postern_queue_depth',
      help: 'Verification jobs that wait or run; -1 while the queue is away.',
      registers,
      async collect() {
        depth.set(await queue.depth().catch(() => -1));
      },
    });
    const age = new Gauge({
      name: 'postern_queue_age_seconds',
      help: 'How long the oldest verification has been due without a worker on it.',
      registers,
      async collect() {
        age.set(await queueAgeSeconds(database).catch(() => Number.NaN));
      },
    });
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
      help: 'Days left of the certificate that ends first, if that is within the 30 days that are warned of.',
      registers,
      async collect() {
        const { certificateDays } = await counts();
        days.set(certificateDays ?? Number.NaN);
      },
    });
  }

  /** The counts of the last minute; with the database away none, because the rest is wanted all the more then. */
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
