import { defineEntity, p } from '@mikro-orm/core';
import type { Limits, Role } from '@postern/core/permission';

const TokenSchema = defineEntity({
  name: 'Token',
  tableName: 'token',
  properties: {
    id: p.uuid().primary(),
    /** Null for an operator's token. */
    accountId: p.uuid().nullable(),
    name: p.text(),
    role: p.text().$type<Role>(),
    createdAt: p.datetime(3).defaultRaw('now()'),
    createdBy: p.text(),
    expiresAt: p.datetime(3).nullable(),
    lastUsedAt: p.datetime(3).nullable(),
    /** The client address of the last use. */
    lastUsedAddress: p.text().nullable(),
    limits: p.json<Limits>().nullable(),
  },
  indexes: [{ name: 'token_account_id_idx', properties: ['accountId', 'id'] }],
});

/** What people see of a token. Requests are authenticated with `TokenLookup`. */
export class Token extends TokenSchema.class {}
TokenSchema.setClass(Token);

const TokenLookupSchema = defineEntity({
  name: 'TokenLookup',
  tableName: 'token_lookup',
  properties: {
    sha256: p.uint8array().primary(),
    tokenId: p.uuid(),
    accountId: p.uuid().nullable(),
    role: p.text().$type<Role>(),
    expiresAt: p.datetime(3).nullable(),
    limits: p.json<Limits>().nullable(),
  },
  indexes: [{ name: 'token_lookup_token_id_idx', properties: ['tokenId'] }],
});

/**
 * The account, role and limits of a token by the hash of its secret. A rotated token has two secrets for a while. Read before
 * the account is known, so the table has no policy.
 */
export class TokenLookup extends TokenLookupSchema.class {}
TokenLookupSchema.setClass(TokenLookup);
