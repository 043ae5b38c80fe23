import { z } from 'zod';
import { withoutHiddenCharacters } from './hidden-characters.js';
import { formatIpAddress, parseIpAddress } from './ip-address.js';
import { parseNameLabels } from './name-labels.js';
import { addRefusal, type Refusal } from './problem.js';

/**
 * Parses the host of a mail server: a DNS name of two labels or more, or an IP address in strict notation. Returns
 * it in canonical form (lower-case A-labels, or RFC 5952). A text that contains more than a host, such as a URL or
 * a port, is refused with the host as the suggestion. Whether Postern may connect to the host is decided by the
 * egress policy when it connects.
 */
export function parseServerHost(text: string): { ok: true; host: string } | Refusal {
  const host = bareHost(text.replace(/^\[(.*)\]$/s, '$1'));
  if (host !== null) return { ok: true, host };
  const name = parseNameLabels(text);
  if (name.ok || text.length > 1000) return name.ok ? { ok: true, host: name.ascii } : name;
  const found = findHost(withoutHiddenCharacters(text));
  if (found === null) return name;
  const { host: suggestion, port } = found;
  if (name.code === 'name-has-hidden-characters' && !/[:/@{},;\s]/.test(withoutHiddenCharacters(text))) {
    return { ...name, suggestion };
  }
  const message =
    port === undefined
      ? 'Only the server name is needed here'
      : `Only the server name is needed here; the port ${port} has a field of its own`;
  return { ok: false, code: 'host-only', message, suggestion };
}

/** Returns the canonical text of a bare host; `null` if the text is not a host or contains more than a host. */
function bareHost(text: string): string | null {
  const address = parseIpAddress(text);
  if (address !== null) return formatIpAddress(address);
  const name = parseNameLabels(text);
  return name.ok ? name.ascii : null;
}

/**
 * Finds the host in a text that people paste: a URL, `user@host`, `host:port`, `[v6]:port`, `host, port`, a host in
 * quotes or angle brackets, or a mailbox string of PHP's `imap_open`, such as
 * `{imap.example.com:993/imap/ssl}INBOX`.
 */
function findHost(text: string): { host: string; port: string | undefined } | null {
  const authority = text
    .replace(/^["'“”„‘’<(]+|["'“”‘’>),;]+$/gu, '')
    .replace(/^\{([^}]*)\}?.*$/s, '$1')
    .replace(/^(?:[a-z][a-z0-9+.-]*:)?\/\//i, '')
    .replace(/^(?:imap|imaps|smtp|smtps|mailto|server|host):\s*(?=\S*[.:])/i, '')
    .replace(/[/?#\\].*$/s, '')
    .replace(/^.*@/s, '');
  const bracketed = /^\[([^\]]*)\](?:[:\s,;]+(\S*))?$/s.exec(authority);
  const [, inside, portOfLiteral] = bracketed ?? [];
  if (inside !== undefined) return hostAndPort(inside, portOfLiteral);
  const whole = bareHost(authority);
  if (whole !== null) return { host: whole, port: undefined };
  const [first, second] = authority.split(/[:\s,;]+/);
  return hostAndPort(first!, second);
}

function hostAndPort(text: string, port: string | undefined): ReturnType<typeof findHost> {
  const host = bareHost(text);
  return host === null ? null : { host, port: /^\d{1,5}$/.test(port ?? '') ? port : undefined };
}

/** Parses the host of a mail server to its canonical name or address. */
export const serverHostSchema = z
  .string()
  .transform((text, ctx) => {
    const parsed = parseServerHost(text);
    if (parsed.ok) return parsed.host;
    addRefusal(ctx, text, parsed);
    return z.NEVER;
  })
  .meta({ id: 'ServerHost', description: 'A server name, or an IP address.', example: 'imap.example.com' });
