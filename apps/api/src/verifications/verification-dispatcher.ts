import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import type { Database } from '@postern/database/database';
import { dispatchVerifications } from '@postern/database/functions/dispatch-verifications';
import { takeBackVerifications } from '@postern/database/functions/take-back-verifications';
import { createDispatcher, type Dispatcher } from '@postern/jobs/dispatcher';
import { traced } from '@postern/jobs/tracing';
import type { QueuedVerification } from '@postern/core/queued-verification';
import type { VerificationQueue } from '@postern/jobs/verification-queue';
import { DATABASE, QUEUE } from '../api-settings.js';
import { wipeStaleCredentials } from './wipe-stale-credentials.js';

const sweepEveryMs = 2000;

/**
 * Dispatches verifications: right after the commit that queued one, and every 2 s, when those that no worker claimed in
 * time, or whose worker was lost, wait again.
 */
@Injectable()
export class VerificationDispatcher implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly log = new Logger(VerificationDispatcher.name);
  private readonly pending = new Set<Promise<unknown>>();
  private timer: NodeJS.Timeout | undefined;
  private isStopped = false;
  private readonly dispatcher: Dispatcher;

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(QUEUE) queue: VerificationQueue,
  ) {
    this.dispatcher = createDispatcher(queue, {
      choose: (queued) => dispatchVerifications(database, queued),
      takeBack: (ids) => takeBackVerifications(database, ids),
    });
  }

  /** Dispatches after a commit without waiting, so that a queue that cannot be reached delays no answer. */
  dispatch(job: QueuedVerification): void {
    const call: Promise<unknown> = traced('enqueue verification', 'producer', () =>
      this.dispatcher.dispatch([job.id]),
    )
      .catch((error: Error) =>
        this.log.warn(
          `Verification ${job.id} could not be dispatched; the next try is within 2 s: ${error.message}`,
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
        .then(() => takeBackVerifications(this.database))
        .then(() => this.dispatcher.dispatch())
        .catch((error: Error) =>
          this.log.warn(`Verifications could not be dispatched; the next try is in 2 s: ${error.message}`),
        )
        .finally(() => {
          this.pending.delete(round);
          this.scheduleSweep();
        });
      this.pending.add(round);
    }, sweepEveryMs);
  }
}
