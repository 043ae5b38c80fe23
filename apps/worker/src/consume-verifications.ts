import type { Environment } from '@postern/core/environment';
import { listDataCenters } from '@postern/database/data-centers';
import { traced } from '@postern/jobs/tracing';
import { startVerificationConsumer } from '@postern/jobs/verification-consumer';
import { readTurn } from './read-turn.js';
import { FairTurns, TurnRefused } from './fair-turns.js';
import { verifyMailSettings, type Ended, type VerifyParts } from './verify-mail-settings.js';

/** Jobs are taken beyond what may run, so that a crowd before one server does not hide the others from view. */
const jobsWaitingForTurn = 10;
/** The rest of the turns is there for others, while one account's servers all drag on. */
const shareOfAccount = 0.8;
/** Conversations with one server at a time, whoever asks. */
const onServer = 2;
/**
 * Servers that flood us or speak no mail protocol cost work and are no mail servers. After each, the account waits a
 * little for its next turn and gets few at once, so that a loop over such servers slows nobody else.
 */
const wastefulEnds: ReadonlySet<string> = new Set([
  'limit-exceeded',
  'not-this-protocol',
  'protocol-error',
  'starttls-injection',
]);
const restAfterWasteMs = 300;

/** Takes verifications from the queues of this worker's data centres, and runs each when its turn has come. */
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
    if (wastefulEnds.has(ended.code)) turns.rest(ended.accountId, restAfterWasteMs);
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
      if (!(error instanceof TurnRefused)) log.warn({ err: error }, 'the queue reports');
    },
  });
  return {
    async close() {
      turns.stop(); // The sweeper brings back those who waited.
      await consumer.close();
    },
  };
}
