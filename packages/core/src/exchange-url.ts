import { z } from 'zod';
import { describeHiddenCharacter, withoutHiddenCharacters } from './hidden-characters.js';
import { hostLiteral } from './host-literal.js';
import { addRefusal, type Refusal } from './problem.js';
import { parseServerHost } from './server-host.js';
import { refuseLongUrl } from './url-length.js';

/**
 * The default path of Exchange Web Services on an Exchange server (Microsoft: "Configure EWS virtual directory").
 */
export const ewsPath = '/EWS/Exchange.asmx';

/**
 * Returns the URL of Exchange Web Services on a host. Postern suggests it in place of OWA, ECP and other wrong
 * paths.
 */
export function ewsUrl(host: string): string {
  return `https://${host}${ewsPath}`;
}

/**
 * Parses an Exchange URL: https, without user, query and fragment. The host in the result is canonical. For a bare
 * host the URL with the default path is suggested. Whether the path is right is known only after a probe.
 */
export function parseExchangeUrl(
  text: string,
): { ok: true; url: string; host: string; port: number } | Refusal {
  const typedTooLong = refuseLongUrl(text);
  if (typedTooLong !== null) return typedTooLong;
  const hidden = describeHiddenCharacter(text);
  if (hidden !== null) {
    const visible = withoutHiddenCharacters(text);
    // Without this comparison, a text without hidden characters would be parsed again without end.
    const repaired = visible === text ? undefined : suggest(visible);
    return refuse('url-has-hidden-characters', `The URL contains ${hidden}`, repaired);
  }
  const match = /^([a-z][a-z0-9+.-]*):\/\/([^/?#\\]*)([^?#\\]*)([?#\\].*)?$/is.exec(text);
  if (match === null)
    return refuse(
      'url-malformed',
      'A full URL is needed, like https://mail.example.com/EWS/Exchange.asmx',
      suggest(`https://${text}`),
    );
  const [scheme, authority, path, rest] = match.slice(1) as [string, string, string, string | undefined];
  if (scheme.toLowerCase() !== 'https') {
    return refuse(
      'url-not-https',
      'Only https is allowed, because passwords are sent to this URL',
      suggest(`https://${authority}${path}`),
    );
  }
  if (authority.includes('@')) {
    return refuse(
      'url-has-user',
      'The URL must not contain a user name or a password',
      suggest(`https://${authority.replace(/^.*@/, '')}${path}`),
    );
  }
  if (rest !== undefined)
    return refuse(
      'url-has-query',
      'The URL must end with its path; leave out what follows the ? or the #',
      suggest(`https://${authority}${path}`),
    );
  const [, hostText, portText] = /^(.*?)(?::(\d{1,5}))?$/s.exec(authority)!;
  const host = parseServerHost(hostText!);
  if (!host.ok) {
    const { code, message, suggestion } = host;
    return refuse(code, message, suggestion && suggest(`https://${hostLiteral(suggestion)}${path}`));
  }
  const port = portText === undefined ? 443 : Number(portText);
  if (port < 1 || port > 65535) return refuse('port-out-of-range', 'A port is a number from 1 to 65535');
  const base = port === 443 ? hostLiteral(host.host) : `${hostLiteral(host.host)}:${port}`;
  if (path === '' || path === '/') {
    return refuse('url-without-path', 'The path of Exchange Web Services is missing', ewsUrl(base));
  }
  const url = URL.parse(`https://${base}${path}`);
  if (url === null) return refuse('url-malformed', 'This is not a URL');
  const tooLong = refuseLongUrl(url.href);
  if (tooLong !== null) return tooLong;
  return { ok: true, url: url.href, host: host.host, port };
}

function suggest(candidate: string): string | undefined {
  const parsed = parseExchangeUrl(candidate);
  return parsed.ok ? parsed.url : parsed.suggestion;
}

function refuse(code: string, message: string, suggestion?: string): Refusal {
  return { ok: false, code, message, ...(suggestion === undefined ? {} : { suggestion }) };
}

/** Parses an Exchange URL to its canonical form. */
export const exchangeUrlSchema = z
  .string()
  .transform((text, ctx) => {
    const parsed = parseExchangeUrl(text);
    if (parsed.ok) return parsed.url;
    addRefusal(ctx, text, parsed);
    return z.NEVER;
  })
  .meta({
    id: 'ExchangeUrl',
    description: 'The EWS URL.',
    example: 'https://mail.example.com/EWS/Exchange.asmx',
  });
