import type { Environment } from '@postern/core/environment';
import { listDataCenters } from '@postern/database/data-centers';
import { composeMails } from '@postern/database/functions/compose-mail';
import { dispatchDeliveries, takeBackDeliveries } from '@postern/database/functions/send-deliveries';
import { deliveriesChannel, listen } from '@postern/database/listen';
import { createDispatcher } from '@postern/jobs/dispatcher';
import { jobBackendOf } from '@postern/jobs/job-backend';
import type { QueueFaults } from '@postern/jobs/queue-faults';
import { tellRarely } from '@postern/jobs/tell-rarely';
import { startJobConsumer } from '@postern/jobs/job-consumer';
import { openJobQueue } from '@postern/jobs/job-queue';
import type { Logger } from 'pino';
import { deliverEvent, type DeliverParts } from './deliver-event.js';

/** Receivers are slow and cost little: most of the time of a delivery is the wait for the answer. */
const concurrency = 100;
const dispatchEveryMs = 1000;
/** A webhook's delivery ends within 15 s; a mail that takes longer is sent again, with the same Message-ID. */
const graceMs = 20_000;

/**
 * Sends the deliveries of webhooks and mails of this worker's data centres. PostgreSQL has what is due, and notifies each worker of
 * what was queued; these, and every second any worker, put what is due into the queue. What the queue or a worker loses is due again.
 */
export function consumeDeliveries(
  environment: Environment,
  parts: DeliverParts & { readonly log: Logger; readonly faults: QueueFaults },
): { close(): Promise<void> } {
  const { database, troubles, log, faults } = parts;
  const { POSTERN_DATA_CENTER: dataCenter } = environment;
  const backend = jobBackendOf(environment);
  const queue = openJobQueue(backend, 'delivery', undefined, faults);
  const warn = (text: string) =>
    troubles.orElse(tellRarely(({ code, error, times }) => log.warn({ err: error, code, times }, text)));
  const warnOfDispatch = warn('deliveries could not be dispatched; the next try is within a second');
  const dispatcher = createDispatcher(queue, {
    async choose() {
      if (parts.sendMail !== null) await composeMails(database);
      return dispatchDeliveries(database);
    },
    takeBack: (ids) => takeBackDeliveries(database, ids),
  });
  const dispatch = (): void => {
    void dispatcher.dispatch().catch((error: unknown) => {
      if (faults.code === null) warnOfDispatch(error); // What the queue itself refuses is told already.
    });
  };
  const timer = setInterval(dispatch, dispatchEveryMs);
  const notices = listen(database, deliveriesChannel, dispatch);
  const consumer = startJobConsumer(backend, 'delivery', {
    concurrency,
    listDataCenters: dataCenter === undefined ? () => listDataCenters(database) : async () => [dataCenter],
    async handle(id) {
      const outcome = await deliverEvent(parts, id);
      log.debug({ delivery: id, outcome }, 'sent');
      if (outcome !== 'not-claimed') dispatch(); // The next one of the domain may be due.
    },
    onError: warn('a delivery ended unexpectedly'),
    faults,
  });
  return {
    async close() {
      clearInterval(timer);
      await Promise.all([notices.close(), consumer.close(graceMs)]);
      await queue.close();
    },
  };
}
