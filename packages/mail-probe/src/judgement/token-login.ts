import type { TokenFault } from '@postern/core/failures/failure-values';
import { knownScopes } from '../conversation/known-words.js';
import { judgeLoginAnswer, type LoginAnswer, type LoginMeaning } from './login-answer.js';

/**
 * The SASL mechanisms that take an access token, in the order in which they are tried: OAUTHBEARER (RFC 7628) is the
 * standard, XOAUTH2 the older form of Google and Microsoft.
 */
export const tokenMechanisms = ['OAUTHBEARER', 'XOAUTH2'] as const;
export type TokenMechanism = (typeof tokenMechanisms)[number];

/** What a server says when it refuses an access token. The words are compared with patterns and never kept. */
export type TokenAnswer = {
  readonly status?: string;
  readonly scopes: string[];
  readonly words: string;
};

export type TokenVerdict = {
  readonly code: LoginMeaning;
  readonly tokenFault?: TokenFault;
  readonly scopes?: string[];
  readonly tokenAudiences?: string[];
  readonly tokenScopes?: string[];
};

/** The statuses that a report may contain: the errors of RFC 6750 §3.1, and the numbers of XOAUTH2. */
const knownStatuses = new Set([
  'invalid_request',
  'invalid_token',
  'insufficient_scope',
  '400',
  '401',
  '403',
]);
const longestChallenge = 8_192;

/**
 * Reads the challenge with which a server refuses an access token: JSON in base64 with `status`, `scope` and more (RFC
 * 7628 §3.2.2). Everything else is a refusal without words.
 */
export function readTokenChallenge(challenge: string): TokenAnswer {
  let parsed: unknown;
  try {
    parsed = JSON.parse(Buffer.from(challenge.slice(0, longestChallenge), 'base64').toString('utf8'));
  } catch {
    return { scopes: [], words: '' };
  }
  if (typeof parsed !== 'object' || parsed === null) return { scopes: [], words: '' };
  const said = parsed as Readonly<Record<string, unknown>>;
  const textOf = (name: string): string => {
    const value = said[name];
    return typeof value === 'string' || typeof value === 'number' ? String(value).slice(0, 500) : '';
  };
  const status = textOf('status');
  return {
    ...(knownStatuses.has(status) ? { status } : {}),
    scopes: knownScopes(textOf('scope').split(' ')),
    words: ['status', 'error', 'error_description'].map(textOf).join(' '),
  };
}

/**
 * Why a token is refused, by the words of servers: RFC 6750 §3.1 (insufficient_scope), Microsoft's x-ms-diagnostics
 * (invalid_lifetime, invalid_resource), and the texts of Stalwart, James and Cyrus.
 */
const faults: readonly (readonly [TokenFault, RegExp])[] = [
  [
    'scope',
    /insufficient_?scope|(?:missing|requires?d?|lacks?|no|not valid for|invalid) (?:\w+ ){0,2}scope/i,
  ],
  ['audience', /\baudience\b|\baud\b|invalid_resource/i],
  ['expired', /\bexpired\b|invalid_lifetime/i],
];
/** A text that names an expired token among other causes says nothing. */
const isOneOfSeveral = /\bor\b.{0,30}\bexpired|expired\b.{0,30}\bor\b/i;

/** What judges the secret itself; for a token all of it means the same. */
const ofSecret = new Set<LoginMeaning>([
  'auth-rejected',
  'auth-unclear',
  'auth-password-expired',
  'auth-app-password',
  'auth-oauth-only',
]);

/**
 * Judges the refusal of a login with an access token. Most servers do not say what is wrong with a token (Dovecot 2.3
 * never does); a token whose own `exp` has passed has expired all the same, and its `aud` and scopes show what it is for.
 * Pure.
 */
export function judgeTokenAnswer(
  answer: LoginAnswer,
  said: TokenAnswer | null,
  accessToken: string,
  now = Date.now(),
): TokenVerdict {
  const meaning = judgeLoginAnswer(answer);
  const isOfToken = ofSecret.has(meaning) || (meaning === 'other-mechanism' && said !== null);
  if (!isOfToken) return { code: meaning };
  const words = `${said?.words ?? ''} ${answer.text.slice(0, 500)}`;
  const claims = claimsOf(accessToken);
  const tokenFault = faultIn(words) ?? (isExpired(claims, now) ? 'expired' : undefined);
  const scopes = said?.scopes ?? [];
  return {
    code: 'oauth-token-rejected',
    ...(tokenFault === undefined ? {} : { tokenFault }),
    ...(scopes.length === 0 ? {} : { scopes }),
    ...ownWords(claims),
  };
}

function faultIn(words: string): TokenFault | undefined {
  const plain = isOneOfSeveral.test(words) ? '' : words;
  return faults.find(([, pattern]) => pattern.test(plain))?.[0];
}

type TokenClaims = Readonly<Record<string, unknown>>;

/** The claims of a token that is a JWT (RFC 7519 §7.2), unchecked; none for any other token. */
function claimsOf(accessToken: string): TokenClaims {
  const [, claims, signature] = accessToken.split('.');
  if (claims === undefined || signature === undefined) return {};
  try {
    const parsed: unknown = JSON.parse(Buffer.from(claims, 'base64url').toString('utf8'));
    return typeof parsed === 'object' && parsed !== null ? (parsed as TokenClaims) : {};
  } catch {
    return {};
  }
}

/** Whether the time `exp` (RFC 7519 §4.1.4) of a token has passed. */
function isExpired({ exp }: TokenClaims, now: number): boolean {
  return typeof exp === 'number' && exp * 1_000 <= now;
}

/**
 * The audiences and the known scopes of a token (RFC 9068 §2.2); Microsoft calls the scopes `scp`. An audience that is no
 * plain name or URL is left out.
 */
function ownWords({ aud, scope, scp }: TokenClaims): Pick<TokenVerdict, 'tokenAudiences' | 'tokenScopes'> {
  const tokenAudiences = textsOf(aud)
    .filter((name) => /^[\w.:/-]{1,100}$/.test(name))
    .slice(0, 3);
  const tokenScopes = knownScopes(textsOf([scope, scp].flat()).flatMap((text) => text.split(' ')));
  return {
    ...(tokenAudiences.length === 0 ? {} : { tokenAudiences }),
    ...(tokenScopes.length === 0 ? {} : { tokenScopes }),
  };
}

function textsOf(value: unknown): string[] {
  return [value].flat().filter((one): one is string => typeof one === 'string');
}

/** Returns the message of a mechanism (RFC 7628 §3.1; Google and Microsoft, "XOAUTH2"), before base64. */
export function tokenMessage(
  mechanism: TokenMechanism,
  {
    username,
    accessToken,
    host,
    port,
  }: {
    readonly username: string;
    readonly accessToken: string;
    readonly host: string;
    readonly port: number;
  },
): string {
  // A control character would end its field, and the rest would be fields of its own.
  if (/\p{Cc}/u.test(username + accessToken)) throw new TypeError('A login contains no control characters');
  const token = `auth=Bearer ${accessToken}`;
  if (mechanism === 'XOAUTH2') return [`user=${username}`, token, '', ''].join('\x01');
  const name = username.replaceAll('=', '=3D').replaceAll(',', '=2C');
  return [`n,a=${name},`, `host=${host}`, `port=${port}`, token, '', ''].join('\x01');
}

/** The client's answer to the challenge that refuses a token, which ends the exchange (RFC 7628 §3.2.3). */
export const endOfTokenExchange: Readonly<Record<TokenMechanism, string>> = {
  OAUTHBEARER: 'AQ==',
  XOAUTH2: '',
};
