import type { Environment } from '@postern/core/environment';
import { listDataCenters } from '@postern/database/data-centers';
import {
  announceWorker,
  heartbeatEveryMs,
  withdrawWorker,
} from '@postern/database/functions/announce-worker';
import { dispatchVerifications } from '@postern/database/functions/dispatch-verifications';
import type { StoredResult } from '@postern/database/functions/store-result';
import { takeBackVerifications } from '@postern/database/functions/take-back-verifications';
import { createDispatcher } from '@postern/jobs/dispatcher';
import { startVerificationConsumer } from '@postern/jobs/verification-consumer';
import { openVerificationQueue } from '@postern/jobs/verification-queue';
import { verifyMailSettings, type VerifyParts } from './verify-mail-settings.js';

/**
 * Runs the verifications that are dispatched to this worker's data centres, and dispatches the next ones as soon as one
 * has ended. The worker's heartbeat, every 2 s, says how many it runs at once.
 */
export function consumeVerifications(
  environment: Environment,
  workerId: string,
  parts: VerifyParts,
): { close(): Promise<void> } {
  const { database, log } = parts;
  const { POSTERN_WORKER_CONCURRENCY: concurrency, POSTERN_DATA_CENTER: dataCenter } = environment;
  const worker = { id: workerId, dataCenter: dataCenter ?? '', concurrency };
  const backend =
    environment.REDIS_URL === undefined
      ? { databaseUrl: environment.DATABASE_URL! }
      : { redisUrl: environment.REDIS_URL };
  const queue = openVerificationQueue(backend);
  const dispatcher = createDispatcher(queue, {
    choose: (queued) => dispatchVerifications(database, queued),
    takeBack: (ids) => takeBackVerifications(database, ids),
  });
  const warn = (text: string) => (error: unknown) => log.warn({ err: error }, text);
  const dispatchNext = (chosen: StoredResult['chosen'] = null) =>
    (chosen === null ? dispatcher.dispatch() : dispatcher.enqueue(chosen)).catch(
      warn('could not dispatch; the api tries again within 2 s'),
    );
  let isStopping = false;
  const beat = () =>
    announceWorker(database, { ...worker, concurrency: isStopping ? 0 : concurrency }).catch(
      warn('could not send the heartbeat'),
    );
  const verifyParts = { ...parts, onNext: (chosen: StoredResult['chosen']) => void dispatchNext(chosen) };
  const timer = setInterval(() => void beat(), heartbeatEveryMs);
  void beat().then(() => dispatchNext());
  const consumer = startVerificationConsumer(backend, {
    concurrency,
    listDataCenters: dataCenter === undefined ? () => listDataCenters(database) : async () => [dataCenter],
    async handle(id) {
      const outcome = await verifyMailSettings(verifyParts, id);
      log.debug({ verification: id, outcome }, 'verified');
    },
    onError: warn('the queue reports an error'),
  });
  return {
    async close() {
      isStopping = true;
      await beat();
      await consumer.close();
      clearInterval(timer);
      await dispatchNext();
      await withdrawWorker(database, worker).catch(warn('could not withdraw the worker'));
      await queue.close();
    },
  };
}
