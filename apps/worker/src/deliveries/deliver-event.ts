import { signWebhook } from '@postern/core/webhook-signature';
import type { Database } from '@postern/database/database';
import {
  claimDelivery,
  storeDelivery,
  type Attempt,
  type DeliveryJob,
  type StoredDelivery,
} from '@postern/database/functions/send-deliveries';
import type { SecretSealer } from '@postern/database/sealed-secret';
import { loadMail } from '@postern/database/notification-settings';
import type { TroubleEpisodes } from '@postern/database/trouble-episodes';
import { loadDelivery, type LoadedDelivery } from '@postern/database/webhooks';
import { insist } from '../insist.js';
import type { SendMail } from '../mail/send-mail.js';
import { waitAfter } from './retry.js';
import type { SendWebhook, WebhookAnswer } from './send-webhook.js';

export type DeliverParts = {
  readonly database: Database;
  readonly sealer: SecretSealer;
  readonly send: SendWebhook;
  /** Null while mail is not set up. */
  readonly sendMail: SendMail | null;
  /** Is told what became of each attempt. */
  readonly onAttempt?: (kind: DeliveryJob['kind'], outcome: StoredDelivery) => void;
  readonly troubles: TroubleEpisodes;
};

/** The outcome of a job. `not-claimed`: the delivery is not due, has ended, or another worker sends it. */
type DeliveryOutcome = StoredDelivery | 'not-claimed';

/** What a claim of 30 s, or of 120 s for a mail, leaves after sending; then the delivery is sent again. */
const storeWithinMs = { webhook: 15_000, mail: 40_000 } as const;

/** Claims a delivery, sends it and stores the outcome. Throws only for unexpected errors; it is then sent again. */
export async function deliverEvent(parts: DeliverParts, id: string): Promise<DeliveryOutcome> {
  const { database } = parts;
  const job = await claimDelivery(database, id);
  if (job === null) return 'not-claimed';
  const startedAt = performance.now();
  const outcome = job.kind === 'mail' ? await mail(parts, id, job) : await post(parts, id, job);
  if (outcome === null) return 'lost-lease';
  const durationMs = Math.round(performance.now() - startedAt);
  const store = () => storeDelivery(database, id, job.attempt, { ...outcome, durationMs });
  const stored = await insist(store, parts.troubles, AbortSignal.timeout(storeWithinMs[job.kind]));
  parts.onAttempt?.(job.kind, stored);
  return stored;
}

type Outcome = Omit<Attempt, 'durationMs'>;

/** Posts a delivery to its webhook; null if the webhook was deleted since. */
async function post(
  { database, sealer, send }: DeliverParts,
  id: string,
  job: DeliveryJob,
): Promise<Outcome | null> {
  const delivery = await loadDelivery(database, sealer, job.accountId, id);
  return delivery && judge(await signAndPost(send, delivery), job.attempt);
}

/** Submits a mail; null if its recipient was removed since. What the SMTP server refuses for good is not tried again. */
async function mail(
  { database, sendMail }: DeliverParts,
  id: string,
  job: DeliveryJob,
): Promise<Outcome | null> {
  const { accountId, attempt } = job;
  const loaded = await loadMail(database, accountId, id);
  if (loaded === null) return null;
  const waitSeconds = waitAfter(attempt, null);
  if (sendMail === null) return { status: null, failure: 'mail-not-set-up', waitSeconds, isGone: false };
  const answer = await sendMail({ ...loaded, accountId, deliveryId: id });
  if (!('failure' in answer))
    return { status: answer.status, failure: null, waitSeconds: null, isGone: false };
  const { status, failure, isFinal } = answer;
  return { status, failure, waitSeconds: isFinal ? null : waitSeconds, isGone: false };
}

/** Signs and posts a delivery (Standard Webhooks 1.0). The id is the event's, the time is that of the attempt. */
async function signAndPost(send: SendWebhook, delivery: LoadedDelivery): Promise<WebhookAnswer> {
  const { url, eventId: id, body, secrets } = delivery;
  if (secrets.length === 0) return { failure: 'secret-unreadable' };
  const timestamp = Math.floor(Date.now() / 1000);
  const headers = {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': String(timestamp),
    'webhook-signature': signWebhook(secrets, { id, timestamp }, body),
  };
  return send({ url, headers, body });
}

function judge(answer: WebhookAnswer, attempt: number): Outcome {
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
