import { defineEntity, p } from '@mikro-orm/core';
import type { Role } from '@postern/core/permission';

const SignInCodeSchema = defineEntity({
  name: 'SignInCode',
  tableName: 'sign_in_code',
  properties: { sha256: p.uint8array().primary(), tokenId: p.uuid(), expiresAt: p.datetime(3) },
});

/** A single-use code that opens a session for a token; read before any account is known, so without a policy. */
export class SignInCode extends SignInCodeSchema.class {}
SignInCodeSchema.setClass(SignInCode);

const SessionSchema = defineEntity({
  name: 'Session',
  tableName: 'session',
  properties: {
    sha256: p.uint8array().primary(),
    /** Null for the session of a person. */
    tokenId: p.uuid().nullable(),
    expiresAt: p.datetime(3),
    personId: p.uuid().nullable(),
    accountId: p.uuid().nullable(),
    role: p.text().$type<Role>().nullable(),
    sealedGrant: p.text().nullable(),
    renewableUntil: p.datetime(3).nullable(),
    checkedByUntil: p.datetime(3).nullable(),
  },
});

/**
 * A browser's session. It has the rights of its token, or those that the provider named for its person, and is deleted
 * with either.
 */
export class Session extends SessionSchema.class {}
SessionSchema.setClass(Session);
