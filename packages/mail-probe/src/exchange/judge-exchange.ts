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

/** The paths of Exchange's other virtual directories, and of other files in the directory of EWS. */
const otherDirectory =
  /^\/(?:owa|ecp|autodiscover|microsoft-server-activesync|mapi|rpc|rpcwithcert|oab|powershell|exchange|exchweb|public|unifiedmessaging|ews)(?:\/|$)/i;

/**
 * The paths of login pages of proxies, portals and federation: OWA, TMG and ISA (CookieAuth.dll), Kemp
 * (lm_auth_proxy), NetScaler (LogonPoint, /vpn, /cgi, /nf), F5 (my.policy), Cisco (+CSCOE+), Pulse (dana-na),
 * Fortinet (remote/login), Palo Alto (global-protect), IBM (pkmslogin), SiteMinder, Oracle, Keycloak, CAS, Authelia
 * (?rd=), AD FS, Entra application proxy, Okta.
 */
// cspell:ignore cookieauth cscoe pkmslogin returnurl samlrequest getlogon originalurl logonpoint
const loginPage =
  /\/(?:owa|ecp|adfs|oauth2?|saml2?|sso|idp|cas|log[io]n|log-?in|sign-?in|auth|authorize|cookieauth\.dll|lm_auth_proxy|vpn|cgi|nf|my\.policy|\+cscoe\+|dana-na|remote|global-protect|pkmslogin\.form|siteminderagent|oam|realms|portal)(?:[/?.;]|$)|[?&](?:rd|returnurl|redirect_uri|wa|samlrequest|getlogon|goto|originalurl)[=?]|getlogon|logonpoint|^https?:\/\/(?:login\.|sts\.|sso\.|auth\.|adfs\.|idp\.|[^/]*\.(?:okta|onelogin|auth0|microsoftonline)\.com)|^https?:\/\/[^/]*\.msappproxy\.net/;

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
  const isEwsPath = about.path.toLowerCase() === ewsPath.toLowerCase();
  const repair = isEwsPath ? {} : { suggestion: rightUrl };
  if (status === 401) {
    // IIS requires a login for every virtual directory of Exchange in the same way; only the path distinguishes
    // them.
    if (!isEwsPath && otherDirectory.test(about.path))
      return { failure: 'exchange-wrong-path', facts: { ...facts, ...repair } };
    return judgeChallenge(headers, facts, isEwsPath);
  }
  if (status >= 300 && status < 400) return judgeRedirect(headers.location, facts, repair);
  if (status === 403) return { failure: 'exchange-forbidden', facts };
  if (status === 404 || status === 405 || status === 410)
    return { failure: 'exchange-wrong-path', facts: { ...facts, ...repair } };
  // Status 407 is the login of a proxy, and 440 the expired login of an Outlook web page.
  if (status === 407 || status === 440) return { failure: 'exchange-preauth', facts };
  if (status === 429 || status === 503) return { failure: 'server-busy', facts };
  if (status >= 500) return { failure: 'exchange-server-error', facts };
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

function judgeChallenge(
  headers: HttpAnswer['headers'],
  facts: StepFacts,
  isEwsPath: boolean,
): ExchangeVerdict {
  const offered = (headers['www-authenticate'] ?? '').toUpperCase();
  const schemes = knownSchemes.filter((scheme) =>
    new RegExp(`(?:^|,)\\s*${scheme}(?:\\s|,|$)`).test(offered),
  );
  const hasPasswords = schemes.some((scheme) => scheme !== 'BEARER');
  if (!hasPasswords && schemes.includes('BEARER')) return { failure: 'auth-oauth-only', facts };
  const isExchange = isEwsPath && hasPasswords && ('x-owa-version' in headers || 'x-feserver' in headers);
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

function authority({ host, port }: { host: string; port: number }): string {
  const literal = host.includes(':') ? `[${host}]` : host;
  return port === 443 ? literal : `${literal}:${port}`;
}
