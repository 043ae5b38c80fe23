import { signWebhook } from '@postern/core/webhook-signature';
import type { Database } from '@postern/database/database';
import {
  claimDelivery,
  storeDelivery,
  type Attempt,
  type StoredDelivery,
} from '@postern/database/functions/send-deliveries';
import type { SecretSealer } from '@postern/database/sealed-secret';
import type { TroubleEpisodes } from '@postern/database/trouble-episodes';
import { loadDelivery, type LoadedDelivery } from '@postern/database/webhooks';
import { insist } from '../insist.js';
import { waitAfter } from './retry.js';
import type { SendWebhook, WebhookAnswer } from './send-webhook.js';

export type DeliverParts = {
  readonly database: Database;
  readonly sealer: SecretSealer;
  readonly send: SendWebhook;
  readonly troubles: TroubleEpisodes;
};

/** The outcome of a job. `not-claimed`: the delivery is not due, has ended, or another worker sends it. */
type DeliveryOutcome = StoredDelivery | 'not-claimed';

/** What a claim of 30 s leaves after sending; then the event is sent again. */
const storeWithinMs = 15_000;

/** Claims a delivery, sends it and stores the outcome. Throws only for unexpected errors; it is then sent again. */
export async function deliverEvent(parts: DeliverParts, id: string): Promise<DeliveryOutcome> {
  const { database, sealer } = parts;
  const job = await claimDelivery(database, id);
  if (job === null) return 'not-claimed';
  const delivery = await loadDelivery(database, sealer, job.accountId, id);
  if (delivery === null) return 'lost-lease';
  const startedAt = performance.now();
  const answer = await post(parts.send, delivery);
  const durationMs = Math.round(performance.now() - startedAt);
  const outcome = { ...judge(answer, job.attempt), durationMs };
  const store = () => storeDelivery(database, id, job.attempt, outcome);
  return insist(store, parts.troubles, AbortSignal.timeout(storeWithinMs));
}

/** Signs and posts a delivery (Standard Webhooks 1.0). The id is the event's, the time is that of the attempt. */
async function post(send: SendWebhook, delivery: LoadedDelivery): Promise<WebhookAnswer> {
  const { url, eventId: id, type, at, data, secrets } = delivery;
  if (secrets.length === 0) return { failure: 'secret-unreadable' };
  const body = JSON.stringify({ type, timestamp: at, data });
  const timestamp = Math.floor(Date.now() / 1000);
  const headers = {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': String(timestamp),
    'webhook-signature': signWebhook(secrets, { id, timestamp }, body),
  };
  return send({ url, headers, body });
}

function judge(answer: WebhookAnswer, attempt: number): Omit<Attempt, 'durationMs'> {
  if ('failure' in answer) {
    const { failure } = answer;
    return { status: null, failure, waitSeconds: waitAfter(attempt, null), isGone: false };
  }
  const { status } = answer;
  if (status >= 200 && status < 300) return { status, failure: null, waitSeconds: null, isGone: false };
  const isBusy = status === 429 || status === 503;
  const isGone = status === 410;
  const failure = status >= 300 && status < 400 ? 'redirect' : 'status';
  const waitSeconds = isGone ? null : waitAfter(attempt, isBusy ? answer.retryAfter : null);
  return { status, failure, waitSeconds, isGone };
}
