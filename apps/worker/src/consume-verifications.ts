import type { Environment } from '@postern/core/environment';
import { listDataCenters } from '@postern/database/data-centers';
import { traced } from '@postern/jobs/tracing';
import { startVerificationConsumer } from '@postern/jobs/verification-consumer';
import { readTurn } from './read-turn.js';
import { FairTurns, TurnRefused } from './fair-turns.js';
import { verifyMailSettings, type Ended, type VerifyParts } from './verify-mail-settings.js';

/**
 * The worker takes ten times as many jobs as may run at once, so that many jobs for one server do not block jobs
 * for other servers.
 */
const jobsWaitingForTurn = 10;
/**
 * The largest share of the turns that one account gets, so that other accounts get a turn while its servers are
 * slow.
 */
const shareOfAccount = 0.8;
/** The number of conversations with one server at a time, for all accounts together. */
const onServer = 2;
/**
 * The failures of servers that send too much data or speak no mail protocol; probing them costs CPU time and helps
 * nobody. After each such failure, the account waits 300 ms for its next turn and has two turns at once, so that
 * many such servers do not slow other accounts.
 */
const wastefulFailures: ReadonlySet<string> = new Set([
  'limit-exceeded',
  'not-this-protocol',
  'protocol-error',
  'starttls-injection',
]);
const restAfterWasteMs = 300;

/**
 * Takes jobs from the queues of this worker's data centres and runs each verification when its account gets a turn.
 */
export function consumeVerifications(
  environment: Environment,
  parts: VerifyParts,
): { close(): Promise<void> } {
  const { database, log } = parts;
  const inAll = environment.POSTERN_WORKER_CONCURRENCY;
  const dataCenter = environment.POSTERN_DATA_CENTER;
  const turns = new FairTurns({ inAll, ofAccount: Math.ceil(inAll * shareOfAccount), onServer });
  const onEnded = (ended: Ended) => {
    parts.onEnded?.(ended);
    if (wastefulFailures.has(ended.code)) turns.rest(ended.accountId, restAfterWasteMs);
    else if (ended.code !== 'deadline-exceeded') turns.trust(ended.accountId);
  };
  const backend =
    environment.REDIS_URL === undefined
      ? { databaseUrl: environment.DATABASE_URL! }
      : { redisUrl: environment.REDIS_URL };
  const consumer = startVerificationConsumer(backend, {
    concurrency: inAll * jobsWaitingForTurn,
    listDataCenters: dataCenter === undefined ? () => listDataCenters(database) : async () => [dataCenter],
    async handle(id) {
      const turn = await readTurn(database, id);
      if (turn === null) return;
      const verify = () => verifyMailSettings({ ...parts, onEnded }, id);
      const outcome = await turns.take(turn, () => traced('verify', 'consumer', verify, turn.traceparent));
      log.debug({ verification: id, outcome }, 'verified');
    },
    onError(error) {
      if (!(error instanceof TurnRefused)) log.warn({ err: error }, 'the queue reports an error');
    },
  });
  return {
    async close() {
      turns.stop(); // The sweeper enqueues the waiting verifications again, so they can be refused here.
      await consumer.close();
    },
  };
}
