import { defineEntity, p } from '@mikro-orm/core';

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
  properties: { sha256: p.uint8array().primary(), tokenId: p.uuid(), expiresAt: p.datetime(3) },
});

/** A browser's session. It has the rights of its token, and is deleted with it. */
export class Session extends SessionSchema.class {}
SessionSchema.setClass(Session);
