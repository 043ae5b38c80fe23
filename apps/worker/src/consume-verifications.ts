import type { Environment } from '@postern/core/environment';
import { listDataCenters } from '@postern/database/data-centers';
import {
  announceWorker,
  heartbeatEveryMs,
  withdrawWorker,
} from '@postern/database/functions/announce-worker';
import { verificationScheduler } from '@postern/database/verification-scheduler';
import { createDispatcher } from '@postern/jobs/dispatcher';
import { jobBackendOf } from '@postern/jobs/job-backend';
import type { QueueFaults } from '@postern/jobs/queue-faults';
import { tellRarely } from '@postern/jobs/tell-rarely';
import { startJobConsumer } from '@postern/jobs/job-consumer';
import { openJobQueue } from '@postern/jobs/job-queue';
import { within } from '@postern/jobs/within';
import { NextJobs } from './next-jobs.js';
import { discoverServers, type DiscoverParts, type DiscoveryOutcome } from './discover-servers.js';
import { verifyMailSettings, type Outcome, type VerifyParts } from './verify-mail-settings.js';

type JobParts = VerifyParts & DiscoverParts;

const farewellMs = 2000;

/**
 * Runs the verifications and discoveries that are dispatched to this worker's data centres, and dispatches the next ones as soon as one
 * has ended. The worker's heartbeat, every 2 s, says how many it runs at once.
 */
export function consumeVerifications(
  environment: Environment,
  workerId: string,
  parts: JobParts & { readonly faults: QueueFaults },
): { close(): Promise<void> } {
  const { database, troubles, log, faults } = parts;
  const { POSTERN_WORKER_CONCURRENCY: concurrency, POSTERN_DATA_CENTER: dataCenter } = environment;
  const worker = { id: workerId, dataCenter: dataCenter ?? '', concurrency };
  const backend = jobBackendOf(environment);
  const queue = openJobQueue(backend, 'verification', undefined, faults);
  const dispatcher = createDispatcher(queue, verificationScheduler(database));
  const warn = (text: string) =>
    troubles.orElse(tellRarely(({ code, error, times }) => log.warn({ err: error, code, times }, text)));
  const warnOfDispatch = warn('could not dispatch; the api tries again within 2 s');
  let running = 0;
  const isBusy = () => running > concurrency / 2;
  const next = new NextJobs(dispatcher, isBusy, (error) => {
    if (faults.code === null) warnOfDispatch(error); // What the queue itself refuses is told already.
  });
  let isStopping = false;
  const warnOfHeartbeat = warn('could not send the heartbeat');
  const beat = () =>
    announceWorker(database, { ...worker, concurrency: isStopping ? 0 : concurrency }).then(
      () => troubles.succeed(),
      warnOfHeartbeat,
    );
  const everyBeat = (): void => {
    void beat();
    if (faults.code !== null) void queue.check().catch(() => undefined); // A success ends the pauses of all queues.
  };
  const runParts = { ...parts, choosesNext: next.isDue, onNext: next.follow };
  const timer = setInterval(everyBeat, heartbeatEveryMs);
  void beat().then(() => next.dispatch());
  const consumer = startJobConsumer(backend, 'verification', {
    concurrency,
    listDataCenters: dataCenter === undefined ? () => listDataCenters(database) : async () => [dataCenter],
    async handle(id) {
      running += 1;
      const outcome = await runJob(runParts, id).finally(() => (running -= 1));
      log.debug({ job: id, outcome }, 'ended');
    },
    onError: warn('a verification ended unexpectedly'),
    faults,
  });
  return {
    async close() {
      isStopping = true;
      // Without the database the next steps are left out: the heartbeat ends by itself, and the api dispatches.
      await within(farewellMs, beat()).catch(() => undefined);
      await consumer.close();
      clearInterval(timer);
      await within(farewellMs, next.dispatch()).catch(() => undefined);
      await within(farewellMs, withdrawWorker(database, worker)).catch(() => undefined);
      await queue.close();
    },
  };
}

/** Runs the job of a verification or, far less often, that of a discovery. */
async function runJob(parts: JobParts, id: string): Promise<Outcome | DiscoveryOutcome> {
  const outcome = await verifyMailSettings(parts, id);
  return outcome === 'not-claimed' ? discoverServers(parts, id) : outcome;
}
