import { isHtml } from './autoconfig-document.js';
import { memberOf, parseJson } from './pacc-document.js';
import { absent, invalid, maxDocumentBytes, type Parsed } from './parsed.js';

/**
 * Parses the answer of Autodiscover V2 to `Protocol=Ews`: `{ "Protocol": "Ews", "Url": "https://…" }`, or
 * `{ "ErrorCode": "…", "ErrorMessage": "…" }` (MS-OXDISCO, JSON).
 */
export function parseAutodiscover(text: string): Parsed {
  if (text.length > maxDocumentBytes) return invalid('too-large', 'The answer has more than 64 KiB.');
  if (isHtml(text)) return absent('html-page', 'The server answers with a web page.');
  const answer = parseJson(text);
  if (answer === undefined) return invalid('not-json', 'The answer is not JSON.');
  const url = memberOf(answer, 'Url');
  if (typeof url !== 'string') {
    return typeof memberOf(answer, 'ErrorCode') === 'string'
      ? absent('no-exchange', 'Autodiscover knows no Exchange Web Services for the domain.')
      : invalid('not-autodiscover', 'The answer is JSON, but not one of Autodiscover.');
  }
  const username = '%EMAILADDRESS%';
  const section = { type: 'ews', host: null, port: null, tls: null, username, authentication: [], url };
  return { state: 'found', sections: [section], oauthIssuers: [], findings: [] };
}
