import type { Environment } from '@postern/core/environment';
import { listDataCenters } from '@postern/database/data-centers';
import { traced } from '@postern/jobs/tracing';
import { startVerificationConsumer } from '@postern/jobs/verification-consumer';
import { readTurn } from './read-turn.js';
import { FairTurns, TurnRefused } from './fair-turns.js';
import { verifyMailSettings, type Ended, type VerifyParts } from './verify-mail-settings.js';

/** Ten times as many jobs are taken as may run, so that many jobs for one server do not keep other jobs from being seen. */
const jobsWaitingForTurn = 10;
/** The largest share of the turns that one account gets, so that others find a free turn while its servers are slow. */
const shareOfAccount = 0.8;
/** Conversations with one server at a time, for all accounts together. */
const onServer = 2;
/**
 * Failures of servers that flood us or speak no mail protocol: they cost CPU and are no mail servers. After each, the
 * account waits 300 ms for its next turn and gets two at once, so that many such servers do not slow other accounts.
 */
const wastefulFailures: ReadonlySet<string> = new Set([
  'limit-exceeded',
  'not-this-protocol',
  'protocol-error',
  'starttls-injection',
]);
const restAfterWasteMs = 300;

/** Takes jobs from the queues of this worker's data centres, and runs each verification when it gets a turn. */
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
      turns.stop(); // The sweeper enqueues the waiting verifications again.
      await consumer.close();
    },
  };
}
