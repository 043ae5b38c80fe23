import type { WebhookAnswer, WebhookDeliveryAnswer } from '@postern/core/webhook';
import type { Webhook } from '@postern/database/entities/webhook';
import type { DeliveryRow } from '@postern/database/webhooks';

export function presentWebhook(row: Webhook): WebhookAnswer {
  const { id, url, description, createdBy } = row;
  return {
    id,
    url,
    events: row.events ?? 'all',
    description,
    enabled: row.isEnabled,
    switchedOff: row.switchedOff ?? null,
    failingSince: row.failingSince?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
    createdBy,
  };
}

export function presentDelivery(row: DeliveryRow): WebhookDeliveryAnswer {
  return {
    ...row,
    at: isoOf(row.at),
    nextAttemptAt: row.nextAttemptAt && isoOf(row.nextAttemptAt),
    endedAt: row.endedAt && isoOf(row.endedAt),
  };
}

/** MikroORM 7.2 returns the times of `execute` as text. */
function isoOf(time: string): string {
  return new Date(time).toISOString();
}
