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

/** What an Idempotency-Key created: hashes, ids and a time, for operators too, so without a policy. */
export class CreationKey extends CreationKeySchema.class {}
CreationKeySchema.setClass(CreationKey);
