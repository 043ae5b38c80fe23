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
 * Sees to it that every queued row has a job. The enqueue after a commit is the fast way; the sweep brings back what
 * it lost: a queue that was away or flushed, a process that died between commit and enqueue, a worker that died.
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

  /** Hands a committed row to the queue without waiting: with the queue away, the answer must not be. */
  dispatch(job: QueuedVerification): void {
    const call: Promise<unknown> = traced('enqueue verification', 'producer', () => this.queue.enqueue([job]))
      .catch((error: Error) =>
        this.log.warn(`Verification ${job.id} waits for the sweeper: ${error.message}`),
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
        .catch((error: Error) => this.log.warn(`Sweep failed, trying again: ${error.message}`))
        .finally(() => {
          this.pending.delete(round);
          this.scheduleSweep();
        });
      this.pending.add(round);
    }, sweepEveryMs);
  }
}
