import { defineEntity, p } from '@mikro-orm/core';
import type { EventType } from '@postern/core/event';

const WebhookSchema = defineEntity({
  name: 'Webhook',
  tableName: 'webhook',
  properties: {
    id: p.uuid().primary(),
    accountId: p.uuid(),
    url: p.text(),
    /** Null for all events. */
    events: p.json<EventType[]>().nullable(),
    description: p.text(),
    isEnabled: p.boolean(),
    /** Why Postern switched it off; null while it is on, or when a person switched it off. */
    switchedOff: p.text().$type<'gone' | 'failing'>().nullable(),
    sealedSecret: p.text(),
    sealedOldSecret: p.text().nullable(),
    oldSecretUntil: p.datetime(3).nullable(),
    failingSince: p.datetime(3).nullable(),
    createdAt: p.datetime(3).defaultRaw('now()'),
    createdBy: p.text(),
  },
  indexes: [{ name: 'webhook_account_id_idx', properties: ['accountId', 'id'] }],
});

/** A URL that receives events of an account, signed with its secret. */
export class Webhook extends WebhookSchema.class {}
WebhookSchema.setClass(Webhook);
