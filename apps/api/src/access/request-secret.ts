import { secretHash, sessionHash } from '@postern/database/secret-hash';
import type { FastifyRequest } from 'fastify';

/**
 * The session cookie's name. Under https its prefix makes browsers refuse the cookie from http and from other hosts of
 * the domain (RFC 6265bis §4.1.3.2); browsers also ignore the prefix's cookies over http, so http has another name.
 */
export function sessionCookieName({ protocol }: Pick<FastifyRequest, 'protocol'>): string {
  return protocol === 'https' ? '__Host-postern_session' : 'postern_session';
}

/** The SHA-256 of the token or session cookie that a request carries. */
export type RequestSecret = { readonly via: 'token' | 'cookie'; readonly sha256: Uint8Array };

/**
 * Reads the token or session cookie of a request; null if it has neither. On `GET` and `HEAD /v1/allowlist*` the password of Basic
 * authentication counts as a token, because firewalls that poll a list cannot send Bearer.
 */
export function readRequestSecret(request: FastifyRequest): RequestSecret | null {
  const { authorization } = request.headers;
  if (authorization !== undefined) {
    const secret = bearerSecret(authorization) ?? (isFeed(request) ? basicPassword(authorization) : null);
    return secret === null ? null : { via: 'token', sha256: secretHash(secret) };
  }
  const cookie = request.cookies[sessionCookieName(request)];
  return cookie === undefined ? null : { via: 'cookie', sha256: sessionHash(cookie) };
}

function bearerSecret(header: string): string | null {
  return /^Bearer +([\x21-\x7e]{1,400}) *$/i.exec(header)?.[1] ?? null;
}

function basicPassword(header: string): string | null {
  const encoded = /^Basic +([A-Za-z0-9+/=]{1,800}) *$/i.exec(header)?.[1];
  if (encoded === undefined) return null;
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  return colon < 0 ? null : text.slice(colon + 1);
}

/** Whether a request reads the allowlist, which firewalls poll. */
function isFeed({ method, url }: Pick<FastifyRequest, 'method' | 'url'>): boolean {
  return (method === 'GET' || method === 'HEAD') && /^\/v1\/allowlist(?:[/?]|$)/.test(url);
}

/** Whether a request carries a token as the password of Basic authentication. */
export function isBasic({ headers }: Pick<FastifyRequest, 'headers'>): boolean {
  return /^Basic /i.test(headers.authorization ?? '');
}

/**
 * The challenge of a 401 (RFC 9110 §11.6.1). wget, curl --anyauth, Python and .NET send Basic only after a challenge for
 * it; a browser would ask for a password, so it gets none.
 */
export function challengeFor(request: Pick<FastifyRequest, 'headers' | 'method' | 'url'>): string {
  const isBrowser = 'sec-fetch-mode' in request.headers || 'cookie' in request.headers;
  const bearer = 'Bearer realm="postern"';
  return isFeed(request) && !isBrowser ? `Basic realm="postern", charset="UTF-8", ${bearer}` : bearer;
}
