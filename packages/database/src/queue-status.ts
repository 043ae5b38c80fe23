import {
  describeWait,
  mostCounted,
  type QueueJob,
  type QueueStatus,
  type Urgency,
  type Wait,
} from '@postern/core/queue';
import { asOperator, type Database } from './database.js';
import { planByKey } from './functions/plan-by-key.js';
import { firstIdOf } from './id.js';
import { preparedQuery } from './prepared-query.js';

/** A job that nobody has finished after this time needs a look; a verification runs 150 s at most. */
export const stuckAfterSeconds = 600;

/** By how much the clocks of an api and of PostgreSQL may differ. */
const clockDifferenceSeconds = 60;

const urgencies: readonly Urgency[] = ['person', 'import', 'lost', 'search'];

/**
 * Counts waiting jobs by urgency, at most `most` of each, in indexes alone: accounts with waiting jobs are walked until
 * enough are counted, so the cost does not grow with what waits. One statement, because a statement for each account takes
 * ten times as long.
 */
export const countWaitingFunction = `
  create or replace function count_waiting(most int) returns table (urgency int, waiting int)
  language plpgsql stable ${planByKey} as $$
  begin
    return query
      with blocked as materialized (
        select j.urgency as level from verification_job j where j.blocked_on is not null limit most
      )
      select level, least(most, (select count(*) from blocked b where b.level = levels.level) + (
        select count(*) from (
          select from waiting_account w, lateral (
            -- The limit makes PostgreSQL look up the jobs of an account, whatever it expects of the tables.
            select from verification_job j where j.account_id = w.account_id and j.urgency = levels.level
              and j.dispatched_until is null and j.blocked_on is null limit most) counted
          where w.is_waiting and w.urgency = levels.level limit most) found))::int
      from generate_series(1, 4) as levels (level);
  end $$;
`;

/** Reads how much waits and runs; the cost does not grow with the number of waiting jobs. */
export async function readQueueStatus(database: Database): Promise<QueueStatus> {
  const em = database.em.fork();
  const [waiting, dispatched, [oldest], workers, [conversations]] = await Promise.all([
    em.execute<{ urgency: number; waiting: number }[]>('select urgency, waiting from count_waiting(?)', [
      mostCounted,
    ]),
    em.execute<{ urgency: number; jobs: number }[]>(
      'select urgency, count(*)::int as jobs from verification_job where dispatched_until is not null group by urgency',
    ),
    // Ids are UUIDs of version 7, so the first in the order of the primary key is the oldest.
    em.execute<{ age: string }[]>(
      `select extract(epoch from now() - queued_at) as age from verification_job
       where lease_until is null or lease_until < now() order by verification_id limit 1`,
    ),
    em.execute<{ dataCenter: string; workers: number; concurrency: number }[]>(
      `select data_center as "dataCenter", count(*)::int as workers, sum(concurrency)::int as concurrency from worker
       where heartbeat_at > now() - interval '10 seconds' group by data_center order by data_center`,
    ),
    em.execute<{ waiting: number; running: number }[]>(
      `select count(distinct conversation_id) filter (where taken_at is null)::int as waiting,
         count(distinct conversation_id) filter (where taken_at is not null)::int as running from conversation_turn`,
    ),
  ]);
  return {
    jobs: urgencies.map((urgency, place) => ({
      urgency,
      waiting: waiting.find((row) => row.urgency === place + 1)?.waiting ?? 0,
      dispatched: dispatched.find((row) => row.urgency === place + 1)?.jobs ?? 0,
    })),
    oldestSeconds: oldest === undefined ? null : Math.max(0, Number(oldest.age)),
    workers: workers.map((row) => ({ ...row, dataCenter: row.dataCenter || null })),
    conversations: conversations ?? { waiting: 0, running: 0 },
  };
}

/** The facts of \`describeWait\` about a job \`j\`. */
const waitColumns = `
  nullif(j.data_center, '') as "dataCenter", j.dispatched_until is not null as "isDispatched",
  j.blocked_on as "blockedOn",
  exists (select 1 from worker w where w.heartbeat_at > now() - interval '10 seconds' and w.concurrency > 0
    and (j.data_center = '' or w.data_center in ('', j.data_center))) as "hasWorker",
  exists (select 1 from account_probation p where p.account_id = j.account_id and p.rests_until > now()) as rests,
  (select count(*)::int from (select 1 from verification_job o
    where o.account_id = j.account_id and o.dispatched_until is null and o.blocked_on is null
      and (o.urgency, o.verification_id) < (j.urgency, j.verification_id) limit ${mostCounted}) ahead) as ahead`;

type WaitRow = Parameters<typeof describeWait>[0];

const waitStatement = {
  name: 'read-wait',
  text: `select ${waitColumns} from verification_job j where j.verification_id = $1 and j.account_id = $2`,
};

/** What a queued verification of an account waits for; null if it no longer waits. */
export async function readWait(database: Database, accountId: string, id: string): Promise<Wait | null> {
  const [row] = await preparedQuery<WaitRow>(database, waitStatement, [id, accountId]);
  return row === undefined ? null : describeWait(row);
}

export type QueueFilter = {
  readonly accountId?: string;
  /** Only jobs that were queued this many seconds ago or earlier. */
  readonly olderThanSeconds?: number;
  /** Only jobs after this one, in the order of their ids. */
  readonly after?: string | null;
  readonly limit: number;
};

type JobRow = WaitRow & {
  verificationId: string;
  accountId: string;
  accountName: string;
  urgency: number;
  isRunning: boolean;
  isDiscovery: boolean;
  servers: string[];
  queuedAt: Date;
  attempts: number;
};

/**
 * The jobs of an account by the indexes that hold them: those that wait, the oldest of each urgency, the blocked ones, and
 * those that were dispatched. In the order of the primary key the jobs of all other accounts would be read; PostgreSQL would
 * choose that order if an equality fixed the urgency.
 */
const jobsOfAccount = `(
  select waiting.verification_id from generate_series(1, 4) level, lateral (
    select o.verification_id from verification_job o where o.account_id = ? and o.urgency between level and level
      and o.dispatched_until is null and o.blocked_on is null and o.verification_id > ?
      order by o.urgency, o.verification_id limit ?) waiting
  union all select o.verification_id from verification_job o where o.account_id = ? and o.blocked_on is not null
  union all select o.verification_id from verification_job o where o.account_id = ? and o.dispatched_until is not null)`;

const beforeAll = '00000000-0000-0000-0000-000000000000';

/** Lists the jobs of all accounts, oldest first, each with what it waits for. */
export async function listQueueJobs(database: Database, filter: QueueFilter): Promise<QueueJob[]> {
  const { accountId, olderThanSeconds, limit } = filter;
  const after = filter.after ?? beforeAll;
  const conditions: [text: string, ...values: (string | number)[]][] = [['j.verification_id > ?', after]];
  if (accountId !== undefined)
    conditions.push([`j.verification_id in ${jobsOfAccount}`, accountId, after, limit, accountId, accountId]);
  if (olderThanSeconds !== undefined) {
    // Ids have the time of an api's clock, which may be ahead of PostgreSQL's. Younger jobs are not read.
    const firstYounger = firstIdOf(new Date(Date.now() - (olderThanSeconds - clockDifferenceSeconds) * 1000));
    conditions.push(['j.verification_id < ?', firstYounger]);
    conditions.push(['j.queued_at <= now() - make_interval(secs => ?)', olderThanSeconds]);
  }
  const rows = await asOperator(database).execute<JobRow[]>(
    `select j.verification_id as "verificationId", j.account_id as "accountId", a.name as "accountName", j.urgency,
       coalesce(j.lease_until > now(), false) as "isRunning", j.discovery_id is not null as "isDiscovery", j.servers, j.queued_at as "queuedAt",
       j.attempt as attempts, ${waitColumns}
     from verification_job j join account a on a.id = j.account_id
     where ${conditions.map(([text]) => text).join(' and ')} order by j.verification_id limit ?`,
    [...conditions.flatMap(([, ...values]) => values), limit],
  );
  return rows.map(presentJob);
}

function presentJob(row: JobRow): QueueJob {
  const { verificationId, accountId, accountName, urgency, isRunning, isDispatched, servers, attempts } = row;
  return {
    verificationId,
    kind: row.isDiscovery ? 'discovery' : 'verification',
    account: { id: accountId, name: accountName },
    urgency: urgencies[urgency - 1] ?? 'lost',
    state: isRunning ? 'running' : isDispatched ? 'dispatched' : 'waiting',
    dataCenter: row.dataCenter,
    servers,
    queuedAt: new Date(row.queuedAt).toISOString(),
    attempts,
    wait: isRunning ? null : describeWait(row),
  };
}
