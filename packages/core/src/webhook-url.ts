import { describeHiddenCharacter } from './hidden-characters.js';
import type { Refusal } from './problem.js';
import { parseServerHost } from './server-host.js';
import { refuseLongUrl } from './url-length.js';

/**
 * Parses the URL of a webhook: https, without a user and without a fragment; a query is kept. Returns it in canonical form.
 * Whether Postern may connect to it is decided by the egress policy when it connects.
 */
export function parseWebhookUrl(
  text: string,
): { ok: true; url: string; host: string; port: number } | Refusal {
  const hidden = describeHiddenCharacter(text);
  if (hidden !== null) return refuse('url-has-hidden-characters', `The URL contains ${hidden}`);
  const url = URL.parse(text);
  if (url === null)
    return refuse('url-malformed', 'A full URL is needed, like https://hooks.example.com/postern');
  if (url.protocol !== 'https:') return refuse('url-not-https', 'Only https is allowed');
  if (url.username !== '' || url.password !== '')
    return refuse('url-has-user', 'The URL must not contain a user name or a password');
  if (text.includes('#')) return refuse('url-has-fragment', 'Leave out what follows the #');
  const host = parseServerHost(url.hostname);
  if (!host.ok) return host;
  const tooLong = refuseLongUrl(url.href);
  if (tooLong !== null) return tooLong;
  return { ok: true, url: url.href, host: host.host, port: url.port === '' ? 443 : Number(url.port) };
}

function refuse(code: string, message: string): Refusal {
  return { ok: false, code, message };
}
