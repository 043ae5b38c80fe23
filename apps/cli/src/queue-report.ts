import type { Environment } from '@postern/core/environment';
import { mostCounted, type QueueJob, type QueueStatus } from '@postern/core/queue';
import { asOperator } from '@postern/database/database';
import { Account } from '@postern/database/entities/account';
import { listQueueJobs, readQueueStatus, stuckAfterSeconds } from '@postern/database/queue-status';
import { withInstallation } from './open-installation.js';
import { print } from './print.js';
import { formatTable } from './format-table.js';
import { UsageError } from './usage-error.js';

export type QueueOptions = {
  readonly account?: string;
  readonly stuck?: true;
  readonly limit: string;
  readonly json?: true;
};

/** Runs `postern queue`: prints how much waits, the live workers, and the oldest verifications with what each waits for. */
export async function printQueue(environment: Environment, options: QueueOptions): Promise<void> {
  const limit = /^\d{1,3}$/.test(options.limit) ? Number(options.limit) : 0;
  if (limit < 1 || limit > 200) throw new UsageError('--limit: must be a whole number from 1 to 200');
  await withInstallation(environment, async (database) => {
    const { account: name } = options;
    const account = name === undefined ? null : await asOperator(database).findOne(Account, { name });
    if (name !== undefined && account === null)
      throw new UsageError(`--account: there is no account “${name}”`);
    const [status, jobs] = await Promise.all([
      readQueueStatus(database),
      listQueueJobs(database, {
        limit,
        ...(account === null ? {} : { accountId: account.id }),
        ...(options.stuck ? { olderThanSeconds: stuckAfterSeconds } : {}),
      }),
    ]);
    if (options.json) print(`${JSON.stringify({ status, data: jobs }, null, 2)}\n`);
    else print(`${formatStatus(status)}\n${formatJobs(jobs)}`);
    if (options.stuck && jobs.length > 0) process.exitCode = 1;
  });
}

const urgencyNames = {
  person: 'A person waits',
  import: 'Import',
  lost: 'Lost twice',
  search: 'Weekly search',
} as const;

function formatStatus({ jobs, workers, conversations, oldestSeconds }: QueueStatus): string {
  const rows = jobs.map(({ urgency, waiting, dispatched }) => [
    urgencyNames[urgency],
    waiting >= mostCounted ? `${mostCounted} or more` : String(waiting),
    String(dispatched),
  ]);
  const places = workers.map(({ dataCenter, workers: count, concurrency }) => [
    dataCenter ?? 'every data centre',
    String(count),
    String(concurrency),
  ]);
  return [
    formatTable([['Urgency', 'Waiting', 'With workers'], ...rows]),
    workers.length === 0
      ? 'No worker is running.\n'
      : formatTable([['Workers for', 'Workers', 'At once'], ...places]),
    `Conversations: ${conversations.running} run, ${conversations.waiting} wait for a turn\n`,
    oldestSeconds === null ? '' : `The oldest has waited for ${Math.round(oldestSeconds)} s\n`,
  ].join('\n');
}

function formatJobs(jobs: readonly QueueJob[]): string {
  if (jobs.length === 0) return 'Nothing waits.\n';
  const rows = jobs.map(({ verificationId, kind, account, state, queuedAt, servers, wait }) => [
    verificationId,
    kind,
    account.name,
    state,
    queuedAt,
    servers.join(' '),
    wait?.text ?? '',
  ]);
  return formatTable([['Id', 'Kind', 'Account', 'State', 'Queued', 'Servers', 'Why'], ...rows]);
}
