import { defineEntity, p } from '@mikro-orm/core';

const CreationKeySchema = defineEntity({
  name: 'CreationKey',
  tableName: 'creation_key',
  properties: {
    tokenId: p.uuid().primary(),
    keySha256: p.uint8array().primary(),
    bodyHmac: p.uint8array(),
    resourceId: p.uuid(),
    createdAt: p.datetime(3).defaultRaw('now()'),
  },
});

/** What a request with an Idempotency-Key created. Operators use keys too, so the table has no policy and holds only hashes, ids and a time. */
export class CreationKey extends CreationKeySchema.class {}
CreationKeySchema.setClass(CreationKey);
