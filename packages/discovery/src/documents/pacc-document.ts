import { isHtml } from './autoconfig-document.js';
import { absent, invalid, maxDocumentBytes, type Parsed } from './parsed.js';
import type { ServerSection } from './server-section.js';

/**
 * The names of the protocols with the ports that draft-ietf-mailmaint-pacc fixes; all of them use TLS from the first
 * byte. Revision 03 renamed `smtp` to `submit`.
 */
const protocols = [
  { name: 'imap', type: 'imap', port: 993 },
  { name: 'submit', type: 'smtp', port: 465 },
  { name: 'smtp', type: 'smtp', port: 465 },
  { name: 'pop3', type: 'pop3', port: 995 },
] as const;

/**
 * Parses the JSON document of PACC (draft-ietf-mailmaint-pacc). Unknown members are ignored. Whether the document
 * may be believed is decided by its digest, see `matchesDigest`.
 */
export function parsePacc(text: string): Parsed {
  if (text.length > maxDocumentBytes) return invalid('too-large', 'The document has more than 64 KiB.');
  if (isHtml(text)) return absent('html-page', 'The server answers with a web page.');
  const document = parseJson(text);
  if (document === undefined) return invalid('not-json', 'The document is not JSON.');
  const offered = memberOf(document, 'protocols');
  if (!isObject(offered)) return invalid('not-pacc', 'The document is JSON, but not a PACC document.');
  const authentication = memberOf(document, 'authentication');
  const issuer = memberOf(memberOf(authentication, 'oauth-public'), 'issuer');
  const methods = [
    ...(typeof issuer === 'string' ? ['OAuth2'] : []),
    ...(memberOf(authentication, 'password') === true ? ['password-cleartext'] : []),
  ];
  return {
    state: 'found',
    sections: protocols.flatMap(({ name, type, port }): ServerSection[] => {
      const host = memberOf(memberOf(offered, name), 'host');
      if (typeof host !== 'string') return [];
      const username = '%EMAILADDRESS%';
      return [{ type, host, port, tls: 'implicit', username, authentication: methods, url: null }];
    }),
    oauthIssuers: typeof issuer === 'string' ? [issuer] : [],
    findings: [],
  };
}

/** Parses JSON; returns undefined for any other text. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** Returns a member of a JSON object; undefined if the value is no object or has no such member of its own. */
export function memberOf(value: unknown, name: string): unknown {
  return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
