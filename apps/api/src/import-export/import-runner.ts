import { Inject, Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import type { ImportResult } from '@postern/core/settings-transfer';
import { inAccount, type Database, type EntityManager } from '@postern/database/database';
import { newId } from '@postern/database/id';
import {
  endImport,
  recordImport,
  recordImportProgress,
  renewImportEveryMs,
} from '@postern/database/long-import';
import { setTimeout as delay } from 'node:timers/promises';
import type { AccountCaller } from '../access/permission.js';
import { DATABASE } from '../api-settings.js';
import { ApiProblem } from '../http/api-problem.js';
import { toProblem } from '../http/problem.filter.js';
import { Turns } from '../turns/turns.js';
import { importMailSettings, type ImportOutcome, type ImportRows } from './import-mail-settings.js';
import { problemOfOutcome } from './import-problems.js';

/** Of the 20 connections of the pool, so that imports never take all of them. */
const importsAtOnce = 4;
/** What a stop waits for imports; `postern up` ends a process after 30 s, 10 of which an open request may take. */
const graceMs = 15_000;

/** What an import is, besides its rows: who sent it, in which request, and how many rows it has. */
export type ImportJob = ImportRows & {
  readonly caller: AccountCaller;
  readonly requestId: string;
  readonly count: number;
};

/** Runs imports: those of an account one after the other, and on after their requests were answered. */
@Injectable()
export class ImportRunner implements OnApplicationShutdown {
  private readonly log = new Logger(ImportRunner.name);
  private readonly turns = new Turns({ atOnce: importsAtOnce, mostWaiting: 64, what: 'imports' });
  private readonly running = new Set<Promise<unknown>>();
  private readonly stopped = new AbortController();

  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** Lets imports end for 15 s. Those that are still running then write nothing, and their records say so. */
  async onApplicationShutdown(): Promise<void> {
    const ended = Promise.allSettled(this.running);
    await Promise.race([ended, delay(graceMs, undefined, { ref: false })]);
    this.stopped.abort(new ApiProblem('import-interrupted'));
    await ended;
  }

  /**
   * Writes rows when it is the account's turn, which it waits for without a connection to the database. Resolves to the
   * outcome, or after `waitMs` to the id of a record that can be read until the import has ended and for some days more.
   * `onEnd` is called when the rows are needed no more.
   */
  async run(job: ImportJob, waitMs: number, onEnd: () => void): Promise<ImportOutcome | { id: string }> {
    const record = new ImportRecord(this.database, job);
    const listener = {
      signal: this.stopped.signal,
      onRows: (done: number) => (record.rowsDone = done),
      onEnd: (em: EntityManager, result: ImportResult) => record.close(em, result),
    };
    const work = this.turns
      .take(job.caller.accountId, () => importMailSettings(this.database, job.caller, job, listener))
      .finally(onEnd);
    const ended = work.then(
      (outcome) => record.end(problemOfOutcome(outcome)),
      (error: unknown) => this.endWithError(record, error),
    );
    this.running.add(ended);
    void ended.finally(() => this.running.delete(ended));
    const isOver = await Promise.race([
      work.then(() => true),
      delay(waitMs, false, { ref: false, signal: this.stopped.signal }).catch(() => false),
    ]);
    return !isOver && (await record.begin()) ? { id: record.id } : await work;
  }

  private async endWithError(record: ImportRecord, error: unknown): Promise<void> {
    const problem = toProblem(error);
    if (record.isBegun && problem.status === 500)
      this.log.error({ err: error }, 'an import ended unexpectedly');
    // Without the database the record cannot be ended; its lease runs out.
    await record.end(problem).catch(() => undefined);
  }
}

/** The record of an import that takes longer than its request; an import that ends before has none. */
class ImportRecord {
  readonly id = newId();
  rowsDone = 0;
  /** Whether the record was stored; null if it was not needed so far. */
  private begun: Promise<boolean> | null = null;
  private isClosed = false;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly database: Database,
    private readonly job: ImportJob,
  ) {}

  get isBegun(): boolean {
    return this.begun !== null;
  }

  /** Stores the record, and how far the import is every 2 s; false if it cannot be stored, or the import is about to end. */
  async begin(): Promise<boolean> {
    if (this.isClosed) return false;
    const { caller, isDryRun, count } = this.job;
    const key = { accountId: caller.accountId, id: this.id };
    this.begun = recordImport(this.database, { ...key, dryRun: isDryRun, rows: count }).then(
      () => true,
      () => false,
    );
    if (!(await this.begun)) return false;
    const renew = () => void recordImportProgress(this.database, key, this.rowsDone).catch(() => undefined);
    if (!this.isClosed) this.timer = setInterval(renew, renewImportEveryMs);
    return true;
  }

  /** Stores the end in the transaction that writes the rows. Throws if the import was taken for lost meanwhile. */
  async close(em: EntityManager, result: ImportResult): Promise<void> {
    this.isClosed = true;
    if (!(await this.begun)) return;
    if (!(await endImport(em, this.id, { state: 'done', result })))
      throw new ApiProblem('import-interrupted');
  }

  /** Stores why nothing was written; null if the rows were. */
  async end(problem: ApiProblem | null): Promise<void> {
    this.isClosed = true;
    const isStored = await this.begun;
    clearInterval(this.timer);
    if (!isStored || problem === null) return;
    await endImport(inAccount(this.database, this.job.caller.accountId), this.id, {
      state: problem.code === 'import-refused' ? 'refused' : 'failed',
      problem: problem.toDocument(this.job.requestId),
    });
  }
}
