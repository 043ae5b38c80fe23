import { hostAndPort, hostLiteral } from '@postern/core/host-literal';
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
  | RefusedExchange
  | {
      readonly failure: null;
      readonly isExchange: boolean;
      readonly schemes: string[];
      readonly build: string | null;
    };

/** An answer that shows that Exchange cannot be used. */
export type RefusedExchange = { readonly failure: FailureCode; readonly facts: StepFacts };

type ExchangeTarget = { readonly host: string; readonly port: number; readonly path: string };

/** A redirect to a private name or address is not repeated in the suggestion. */
const publicOnly = createEgressPolicy({ allow: [], ports: [], closed: [] });

/** The paths of Exchange's other virtual directories, and of other files in the directory of EWS. */
const otherDirectory =
  /^\/(?:owa|ecp|autodiscover|microsoft-server-activesync|mapi|rpc|rpcwithcert|oab|powershell|exchange|exchweb|public|unifiedmessaging|ews)(?:\/|$)/i;

/**
 * The paths of login pages of proxies, portals and federation: OWA, TMG and ISA (CookieAuth.dll), Kemp
 * (lm_auth_proxy), NetScaler (LogonPoint, /vpn, /cgi, /nf), F5 (my.policy, vdesk), Cisco (+CSCOE+), Pulse (dana-na),
 * Fortinet (remote/login), Palo Alto (global-protect), IBM (pkmslogin), SiteMinder, Oracle, Keycloak, CAS, Authelia
 * (?rd=), authentik, Pomerium, AD FS, Entra application proxy, Okta; and any path with “login” or “sign-in”.
 */
// cspell:ignore duosecurity cookieauth cscoe pkmslogin returnurl samlrequest getlogon originalurl logonpoint vdesk goauthentik
const loginPage =
  /\/(?:owa|ecp|adfs|oauth2?|saml2?|sso|idp|cas|auth|authorize|cookieauth\.dll|lm_auth_proxy|vpn|vdesk|cgi|nf|my\.policy|\+cscoe\+|dana-na|remote|global-protect|pkmslogin\.form|siteminderagent|oam|realms|portal|outpost\.goauthentik\.io)(?:[/?.;]|$)|[/_.-](?:log[io]n|log-in|sign[-_]?in)(?:[^a-z]|$)|[?&](?:rd|returnurl|redirect_uri|wa|samlrequest|getlogon|goto|originalurl)[=?]|getlogon|logonpoint|^https?:\/\/(?:login\.|signin\.|sts\.|sso\.|auth\.|adfs\.|idp\.|[^/]*\.(?:okta|onelogin|auth0|microsoftonline|duosecurity)\.com)|^https?:\/\/[^/]*\.msappproxy\.net/;

const knownSchemes = ['NEGOTIATE', 'NTLM', 'BASIC', 'BEARER', 'DIGEST'] as const;

/**
 * The failure for each HTTP status (RFC 9110 §15). 407 is the login of a proxy, 440 the expired login of an Outlook web
 * page, 456 a blocked account (MS-ASHTTP §2.2.2.1.1); nginx answers 495 and 496 if it wants a client certificate.
 */
const codeOfStatus = new Map<number, FailureCode>([
  ...[200, 400, 402, 404, 405, 406, 410, 411, 412, 413, 414, 415, 421].map(
    (status) => [status, 'exchange-wrong-path'] as const,
  ),
  [403, 'exchange-forbidden'],
  [451, 'exchange-forbidden'],
  [407, 'exchange-preauth'],
  [440, 'exchange-preauth'],
  [456, 'exchange-preauth'],
  [408, 'server-busy'],
  [429, 'server-busy'],
  [503, 'server-busy'],
  [495, 'tls-client-certificate-required'],
  [496, 'tls-client-certificate-required'],
]);

/** The words with which IIS (403.7) and nginx (400) ask for a client certificate. */
const wantsCertificate = /\b403\.7\b|client certificate|no required ssl certificate/i;

/**
 * Judges the answer to a GET of an EWS URL without a login by its status and headers (R26). Exchange answers 401 with
 * `X-OWA-Version` or `X-FEServer`. Only the major and minor version is kept, never the internal name of the server.
 * Pure.
 */
export function judgeExchangeAnswer(answer: HttpAnswer, about: ExchangeTarget): ExchangeVerdict {
  if (answer.status !== 401) return judgeOtherAnswer(answer, about);
  const facts: StepFacts = { replyCode: 401 };
  // IIS requires a login for every virtual directory of Exchange in the same way; only the path distinguishes them.
  if (!isEwsPath(about) && otherDirectory.test(about.path))
    return { failure: 'exchange-wrong-path', facts: { ...facts, ...repairOf(about) } };
  return judgeChallenge(answer.headers, isEwsPath(about));
}

/** Judges an answer that is neither a demand for a login (401) nor an answer of EWS. Pure. */
export function judgeOtherAnswer(answer: HttpAnswer, about: ExchangeTarget): RefusedExchange {
  const { status, headers, body } = answer;
  const facts: StepFacts = { replyCode: status };
  const repair = repairOf(about);
  if (status >= 300 && status < 400) return judgeRedirect(headers.location, facts, repair);
  if ((status === 400 || status === 403) && wantsCertificate.test(body))
    return { failure: 'tls-client-certificate-required', facts };
  if (status === 200 && isEwsPath(about) && looksLikeLogin(answer))
    return { failure: 'exchange-preauth', facts };
  const failure =
    codeOfStatus.get(status) ?? (status >= 500 && status < 600 ? 'exchange-server-error' : 'unknown');
  return { failure, facts: failure === 'exchange-wrong-path' ? { ...facts, ...repair } : facts };
}

function isEwsPath({ path }: ExchangeTarget): boolean {
  return path.toLowerCase() === ewsPath.toLowerCase();
}

/** Returns the URL of EWS on the same server as the suggestion, unless it is the URL that was asked. */
function repairOf(about: ExchangeTarget): { suggestion?: string } {
  return isEwsPath(about) ? {} : { suggestion: ewsUrl(authority(about)) };
}
/**
 * Whether a host belongs to Exchange Online, which ends EWS (Microsoft: "Deprecation of Exchange Web Services in
 * Exchange Online").
 */
export function isExchangeOnline(host: string): boolean {
  return /(?:^|\.)(?:outlook\.com|office365\.com|office\.com)$/.test(host);
}

function judgeChallenge(headers: HttpAnswer['headers'], isEwsPath: boolean): ExchangeVerdict {
  // A quoted realm may contain commas and the names of schemes.
  const offered = (headers['www-authenticate'] ?? '').toUpperCase().replace(/"[^"]*"/g, '""');
  const schemes = knownSchemes.filter((scheme) =>
    new RegExp(`(?:^|,)\\s*${scheme}(?:\\s|,|$)`).test(offered),
  );
  const isExchange =
    isEwsPath && schemes.length > 0 && ('x-owa-version' in headers || 'x-feserver' in headers);
  return { failure: null, isExchange, schemes, build: buildFamily(headers['x-owa-version']) };
}

/**
 * Judges a redirect by its target: OWA and ECP redirect to their login page, federation and proxies to another
 * host, and IIS to another path.
 */
function judgeRedirect(location: string | undefined, facts: StepFacts, repair: StepFacts): RefusedExchange {
  const target = (location ?? '').toLowerCase();
  if (/\/(?:owa|ecp)\b/.test(target) && repair.suggestion !== undefined) {
    return { failure: 'exchange-wrong-path', facts: { ...facts, ...repair } };
  }
  const parsed = parseExchangeUrl(location ?? '');
  const isToEws = parsed.ok && new URL(parsed.url).pathname.toLowerCase() === ewsPath.toLowerCase();
  if (!isToEws && loginPage.test(target)) return { failure: 'exchange-preauth', facts };
  const isShown = parsed.ok && publicOnly.checkHost(parsed.host)?.kind === 'name';
  return {
    failure: 'exchange-redirect',
    facts: { ...facts, ...(isShown && isToEws ? { suggestion: parsed.url } : repair) },
  };
}

function looksLikeLogin({ headers, body }: HttpAnswer): boolean {
  return /html/i.test(headers['content-type'] ?? '') || /<html|<form/i.test(body);
}

function buildFamily(version: string | string[] | undefined): string | null {
  const match = /^(\d{1,3}\.\d{1,3})\.\d/.exec(String(version ?? ''));
  return match === null ? null : match[1]!;
}

function authority({ host, port }: ExchangeTarget): string {
  return port === 443 ? hostLiteral(host) : hostAndPort({ host, port });
}
