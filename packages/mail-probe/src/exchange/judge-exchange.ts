import { ewsPath, ewsUrl, parseExchangeUrl } from '@postern/core/exchange-url';
import type { FailureCode } from '@postern/core/failures/failure-catalogue';
import { createEgressPolicy } from '../egress/egress-policy.js';
import type { HttpAnswer } from './exchange-request.js';
import type { StepFacts } from '../conversation/step-error.js';

/**
 * The judgement of the answer to an anonymous request. `isExchange` is false if only a login can show whether the
 * server is Exchange.
 */
export type ExchangeVerdict =
  | { readonly failure: FailureCode; readonly facts: StepFacts }
  | {
      readonly failure: null;
      readonly isExchange: boolean;
      readonly schemes: string[];
      readonly build: string | null;
    };

/** A redirect to a private name or address is not repeated in the suggestion. */
const publicOnly = createEgressPolicy({ allow: [], ports: [], closed: [] });

const knownSchemes = ['NEGOTIATE', 'NTLM', 'BASIC', 'BEARER'] as const;

/**
 * Judges the answer to an anonymous GET of an EWS URL by its status and headers (R26). Exchange answers 401 with
 * `X-OWA-Version` or `X-FEServer`. Only the major and minor version is kept, never the internal name of the server.
 * Pure.
 */
export function judgeExchangeAnswer(
  answer: HttpAnswer,
  about: { host: string; port: number; path: string },
): ExchangeVerdict {
  const { status, headers } = answer;
  const facts: StepFacts = { replyCode: status };
  const rightUrl = ewsUrl(authority(about));
  const repair = about.path.toLowerCase() === ewsPath.toLowerCase() ? {} : { suggestion: rightUrl };
  if (status === 401) return judgeChallenge(headers, facts);
  if (status >= 300 && status < 400) return judgeRedirect(headers.location, facts, repair);
  if (status === 403) return { failure: 'exchange-forbidden', facts };
  if (status === 404 || status === 405 || status === 410)
    return { failure: 'exchange-wrong-path', facts: { ...facts, ...repair } };
  if (status === 429 || status >= 500) return { failure: 'server-busy', facts };
  if (status === 200 && looksLikeLogin(answer)) {
    return {
      failure: repair.suggestion === undefined ? 'exchange-preauth' : 'exchange-wrong-path',
      facts: { ...facts, ...repair },
    };
  }
  return {
    failure: status === 200 || status === 400 ? 'exchange-wrong-path' : 'unknown',
    facts: { ...facts, ...repair },
  };
}

/**
 * Whether a host belongs to Exchange Online, which ends EWS (Microsoft: "Deprecation of Exchange Web Services in
 * Exchange Online").
 */
export function isExchangeOnline(host: string): boolean {
  return /(?:^|\.)(?:outlook\.com|office365\.com|office\.com)$/.test(host);
}

function judgeChallenge(headers: HttpAnswer['headers'], facts: StepFacts): ExchangeVerdict {
  const offered = (headers['www-authenticate'] ?? '').toUpperCase();
  const schemes = knownSchemes.filter((scheme) =>
    new RegExp(`(?:^|,)\\s*${scheme}(?:\\s|,|$)`).test(offered),
  );
  const hasPasswords = schemes.some((scheme) => scheme !== 'BEARER');
  if (!hasPasswords && schemes.includes('BEARER')) return { failure: 'auth-oauth-only', facts };
  const isExchange = hasPasswords && ('x-owa-version' in headers || 'x-feserver' in headers);
  return { failure: null, isExchange, schemes, build: buildFamily(headers['x-owa-version']) };
}

/**
 * Judges a redirect by its target: OWA and ECP redirect to their login page, federation and proxies to another
 * host, and IIS to another path.
 */
function judgeRedirect(location: string | undefined, facts: StepFacts, repair: StepFacts): ExchangeVerdict {
  const target = (location ?? '').toLowerCase();
  if (/\/(?:owa|ecp)\b/.test(target) && repair.suggestion !== undefined) {
    return { failure: 'exchange-wrong-path', facts: { ...facts, ...repair } };
  }
  if (/\/(?:owa|ecp|adfs|oauth2?|saml2?|login|signin|my\.policy|vpn|cgi\/login)\b/.test(target)) {
    return { failure: 'exchange-preauth', facts };
  }
  const parsed = parseExchangeUrl(location ?? '');
  const isShown = parsed.ok && publicOnly.checkHost(parsed.host)?.kind === 'name';
  const isEws = isShown && new URL(parsed.url).pathname.toLowerCase() === ewsPath.toLowerCase();
  return {
    failure: 'exchange-redirect',
    facts: { ...facts, ...(isEws ? { suggestion: parsed.url } : repair) },
  };
}

function looksLikeLogin({ headers, body }: HttpAnswer): boolean {
  return /html/i.test(headers['content-type'] ?? '') || /<html|<form/i.test(body);
}

function buildFamily(version: string | string[] | undefined): string | null {
  const match = /^(\d{1,3}\.\d{1,3})\.\d/.exec(String(version ?? ''));
  return match === null ? null : match[1]!;
}

function authority({ host, port }: { host: string; port: number }): string {
  const literal = host.includes(':') ? `[${host}]` : host;
  return port === 443 ? literal : `${literal}:${port}`;
}
