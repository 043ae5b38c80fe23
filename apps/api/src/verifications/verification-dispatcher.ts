import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import type { Database } from '@postern/database/database';
import { traced } from '@postern/jobs/tracing';
import type { QueuedVerification } from '@postern/core/queued-verification';
import type { VerificationQueue } from '@postern/jobs/verification-queue';
import { DATABASE, QUEUE } from '../api-settings.js';
import { sweepVerificationJobs, wipeStaleCredentials } from './sweep-verification-jobs.js';

const sweepEveryMs = 2000;

/**
 * Ensures that every queued verification has a job. `dispatch` enqueues it right after the commit. The sweep, every 2 s,
 * enqueues those whose job is missing: the queue could not be reached or was emptied, or a process ended.
 */
@Injectable()
export class VerificationDispatcher implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly log = new Logger(VerificationDispatcher.name);
  private readonly pending = new Set<Promise<unknown>>();
  private timer: NodeJS.Timeout | undefined;
  private isStopped = false;

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(QUEUE) private readonly queue: VerificationQueue,
  ) {}

  /** Enqueues a committed verification without waiting, so that a queue that cannot be reached delays no answer. */
  dispatch(job: QueuedVerification): void {
    const call: Promise<unknown> = traced('enqueue verification', 'producer', () => this.queue.enqueue([job]))
      .catch((error: Error) =>
        this.log.warn(
          `Verification ${job.id} could not be enqueued; the sweeper will enqueue it: ${error.message}`,
        ),
      )
      .finally(() => this.pending.delete(call));
    this.pending.add(call);
  }

  onApplicationBootstrap(): void {
    this.scheduleSweep();
  }

  async onApplicationShutdown(): Promise<void> {
    this.isStopped = true;
    clearTimeout(this.timer);
    await Promise.all(this.pending);
  }

  private scheduleSweep(): void {
    if (this.isStopped) return;
    this.timer = setTimeout(() => {
      const round: Promise<unknown> = wipeStaleCredentials(this.database)
        .then(() => sweepVerificationJobs(this.database, this.queue))
        .catch((error: Error) =>
          this.log.warn(`Due verifications could not be enqueued; the next try is in 2 s: ${error.message}`),
        )
        .finally(() => {
          this.pending.delete(round);
          this.scheduleSweep();
        });
      this.pending.add(round);
    }, sweepEveryMs);
  }
}
