import { Inject, Injectable } from '@nestjs/common';
import type { Database } from '@postern/database/database';
import { countDomains, readDomainCounts, type DomainCounts } from '@postern/database/functions/domain-counts';
import { lastHousekeeping } from '@postern/database/housekeeping-run';
import type { JobQueue } from '@postern/jobs/job-queue';
import { setTimeout as delay } from 'node:timers/promises';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { DATABASE, MAINTENANCE, QUEUE } from '../api-settings.js';
import { addDeliveryMetrics } from './delivery-metrics.js';
import { addQueueMetrics } from './queue-metrics.js';
import { readOnce } from './read-once.js';

/** A scrape that finds that it is time to count waits this long for the new counts, and then shows those of before. */
const waitForCountMs = 50;

/** The metrics: requests of this process, and queue and domains of the whole installation. */
@Injectable()
export class Metrics {
  readonly registry = new Registry();
  private readonly requests: Histogram<'method' | 'route' | 'status'>;
  private counting: Promise<void> | null = null;

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(MAINTENANCE) private readonly maintenance: Database,
    @Inject(QUEUE) private readonly queue: JobQueue,
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
    addDeliveryMetrics(this.registry, this.database);
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
    const counts = readOnce(() => this.domainCounts());
    const domains = new Gauge({
      name: 'postern_domains',
      help: 'Configured domains by the state of their last verification and its failure code.',
      labelNames: ['state', 'code'],
      registers,
      async collect() {
        domains.reset();
        for (const { state, code, domains: count } of (await counts())?.counts ?? [])
          domains.set({ state, code }, count);
      },
    });
    const gauges = [
      {
        name: 'postern_certificate_days_left',
        help: 'Days until the first certificate expires, if it is among those that expire within 30 days.',
        valueOf: (counted: DomainCounts) => counted.certificateDays,
      },
      {
        name: 'postern_domains_counted_timestamp_seconds',
        help: 'When postern_domains and postern_certificate_days_left were counted; NaN if not yet.',
        valueOf: (counted: DomainCounts) => counted.countedAt,
      },
    ];
    for (const { name, help, valueOf } of gauges) {
      const gauge = new Gauge({
        name,
        help,
        registers,
        async collect() {
          const counted = await counts();
          gauge.set((counted === null ? null : valueOf(counted)) ?? Number.NaN);
        },
      });
    }
  }

  /** The counts of domains as they were last stored. Without the database there are none, and the other metrics still appear. */
  private async domainCounts(): Promise<DomainCounts | null> {
    this.counting ??= countDomains(this.maintenance)
      .catch(() => undefined)
      .finally(() => (this.counting = null));
    await Promise.race([this.counting, delay(waitForCountMs, undefined, { ref: false })]);
    return readDomainCounts(this.database);
  }
}
