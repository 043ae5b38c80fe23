import { defineEntity, p } from '@mikro-orm/core';

const AccountSchema = defineEntity({
  name: 'Account',
  tableName: 'account',
  properties: {
    id: p.uuid().primary(),
    name: p.text(),
    dataCenter: p.text().nullable(),
    createdAt: p.datetime(3).defaultRaw('now()'),
  },
  uniques: [{ name: 'account_name_key', properties: ['name'] }],
});

/** One customer organisation. */
export class Account extends AccountSchema.class {}
AccountSchema.setClass(Account);
