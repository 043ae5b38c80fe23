import { defineEntity, p } from '@mikro-orm/core';

const AuditEventSchema = defineEntity({
  name: 'AuditEvent',
  tableName: 'audit_event',
  properties: {
    id: p.uuid().primary(),
    accountId: p.uuid(),
    at: p.datetime(3).defaultRaw('now()'),
    /** The id of the token that acted; `actor` is its name at that time. */
    actorId: p.uuid().nullable(),
    actor: p.text(),
    action: p.text(),
    /** What was acted on, e.g. a domain or a token's id. */
    subject: p.text(),
    before: p.json<Record<string, unknown>>().nullable(),
    after: p.json<Record<string, unknown>>().nullable(),
  },
  indexes: [{ name: 'audit_event_account_id_id_idx', properties: ['accountId', 'id'] }],
});

/** Who changed what, when, from what to what (B7). Never holds a secret. */
export class AuditEvent extends AuditEventSchema.class {}
AuditEventSchema.setClass(AuditEvent);
