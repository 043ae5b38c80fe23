import { Inject, Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import type { BulkAction, SelectedDomain } from '@postern/core/bulk-change';
import { beginBulkChange, countBatch, endBulkChange, holdBulkChange } from '@postern/database/bulk-changes';
import { inAccount, type Database } from '@postern/database/database';
import { actorName } from '@postern/database/functions/actor-name';
import { newId } from '@postern/database/id';
import { setTimeout as delay } from 'node:timers/promises';
import type { AccountCaller } from '../access/permission.js';
import { DATABASE } from '../api-settings.js';
import { recordChange } from '../audit.js';
import { Turns } from '../turns/turns.js';
import { changeBatch } from './change-batch.js';

/** Domains of one transaction: other saves of the same domains wait for it, about 0.1 s. */
const batchSize = 100;
/** Of the 20 connections of the pool, so that changes of many domains never take all of them. */
const batchesAtOnce = 4;
/** How often a batch is tried while the database refuses it, and the pause before the next try. */
const attempts = 20;
const pauseMs = 1000;

type Job = {
  readonly id: string;
  readonly caller: AccountCaller;
  readonly action: BulkAction;
  readonly targets: readonly SelectedDomain[];
};

/** Changes many domains after their request was answered: batch by batch, each with its progress in one transaction. */
@Injectable()
export class BulkRunner implements OnApplicationShutdown {
  private readonly log = new Logger(BulkRunner.name);
  private readonly turns = new Turns({
    atOnce: batchesAtOnce,
    mostWaiting: 4,
    what: 'changes of many domains',
  });
  private readonly running = new Set<Promise<void>>();
  private readonly stopped = new AbortController();

  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** Lets each change end the batch that it is in. The domains after it stay as they were, and the record says so. */
  async onApplicationShutdown(): Promise<void> {
    this.stopped.abort();
    await Promise.all(this.running);
  }

  /** Begins to change domains and returns the id of the record; null if another change of the account runs. */
  async begin(
    caller: AccountCaller,
    action: BulkAction,
    targets: readonly SelectedDomain[],
  ): Promise<string | null> {
    const id = newId();
    const { accountId } = caller;
    const isBegun = await inAccount(this.database, accountId).transactional(async (em) => {
      const wanted = { accountId, id, action: action.action, domains: targets.length };
      if (!(await beginBulkChange(em, wanted))) return false;
      await recordChange(em, caller, await actorName(em, caller.holderId), {
        action: 'bulk-change.started',
        subject: action.action,
        after: { ...action, domains: targets.length },
      });
      return true;
    });
    if (!isBegun) return null;
    const run = this.run({ id, caller, action, targets })
      .catch((error: unknown) =>
        this.log.error({ err: error }, 'a change of many domains ended unexpectedly'),
      )
      .finally(() => this.running.delete(run));
    this.running.add(run);
    return id;
  }

  private async run(job: Job): Promise<void> {
    const { accountId } = job.caller;
    try {
      for (let at = 0; at < job.targets.length; at += batchSize) {
        if (this.stopped.signal.aborted) break;
        const targets = job.targets.slice(at, at + batchSize);
        if (!(await this.turns.take(accountId, () => this.tryBatch({ ...job, targets })))) break;
      }
    } finally {
      await endBulkChange(this.database, { accountId, id: job.id });
    }
  }

  /** Changes one batch; false if the change was stopped. A deadlock, or a database that is away, is tried again. */
  private async tryBatch({ id, caller, action, targets }: Job): Promise<boolean> {
    const key = { accountId: caller.accountId, id };
    for (let attempt = 1; ; attempt += 1) {
      try {
        // Not in the transaction of the batch, whose lock on the record a request to stop would have to wait for.
        if (!(await holdBulkChange(this.database, key))) return false;
        await inAccount(this.database, caller.accountId).transactional(async (em) => {
          const result = await changeBatch(em, caller, action, targets);
          await countBatch(em, key, { processed: targets.length, ...result });
        });
        return true;
      } catch (error) {
        if (attempt === attempts || this.stopped.signal.aborted) throw error;
        await delay(pauseMs, undefined, { signal: this.stopped.signal }).catch(() => undefined);
      }
    }
  }
}
