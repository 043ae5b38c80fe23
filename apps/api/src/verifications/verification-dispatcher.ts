import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import type { Database } from '@postern/database/database';
import { TroubleEpisodes } from '@postern/database/trouble-episodes';
import { queueSearches } from '@postern/database/functions/queue-searches';
import { takeBackVerifications } from '@postern/database/functions/take-back-verifications';
import { verificationScheduler } from '@postern/database/verification-scheduler';
import { createDispatcher, type Dispatcher } from '@postern/jobs/dispatcher';
import { tellRarely } from '@postern/jobs/tell-rarely';
import { traced } from '@postern/jobs/tracing';
import type { QueuedJob } from '@postern/core/queued-job';
import type { JobQueue } from '@postern/jobs/job-queue';
import { DATABASE, QUEUE } from '../api-settings.js';
import { wipeStaleCredentials } from './wipe-stale-credentials.js';

const sweepEveryMs = 2000;

/**
 * Dispatches verifications: right after the commit that queued one, and every 2 s, when those that no worker claimed in
 * time, or whose worker was lost, wait again, and weekly searches for servers are queued.
 */
@Injectable()
export class VerificationDispatcher implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly log = new Logger(VerificationDispatcher.name);
  private readonly pending = new Set<Promise<unknown>>();
  private timer: NodeJS.Timeout | undefined;
  private isStopped = false;
  private readonly dispatcher: Dispatcher;
  private readonly tell = tellRarely(({ error, times }) =>
    this.log.warn(
      `Verifications could not be dispatched (${times === 1 ? 'once' : `${times} times`}); the next try is within 2 s: ${(error as Error).message}`,
    ),
  );

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(QUEUE) private readonly queue: JobQueue,
    @Inject(TroubleEpisodes) private readonly troubles: TroubleEpisodes,
  ) {
    this.dispatcher = createDispatcher(queue, verificationScheduler(database));
  }

  /** Dispatches after a commit without waiting, so that a queue that cannot be reached delays no answer. */
  dispatch(job: QueuedJob): void {
    const call: Promise<unknown> = traced('enqueue verification', 'producer', () =>
      this.dispatcher.dispatch([job.id]),
    )
      .catch((error: unknown) => this.warn(error))
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

  /** What the queue itself refuses is told already. */
  private warn(error: unknown): void {
    if (!this.troubles.report(error) && this.queue.faults.code === null) this.tell(error);
  }

  private scheduleSweep(): void {
    if (this.isStopped) return;
    this.timer = setTimeout(() => {
      const round: Promise<unknown> = wipeStaleCredentials(this.database)
        .then(() => takeBackVerifications(this.database))
        .then(() => this.troubles.succeed())
        .then(() => queueSearches(this.database))
        .then(() => this.dispatcher.dispatch())
        .catch((error: unknown) => this.warn(error))
        .finally(() => {
          this.pending.delete(round);
          this.scheduleSweep();
        });
      this.pending.add(round);
    }, sweepEveryMs);
  }
}
