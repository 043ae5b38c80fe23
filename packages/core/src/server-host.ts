import { z } from 'zod';
import { withoutHiddenCharacters } from './hidden-characters.js';
import { formatIpAddress, parseIpAddress } from './ip-address.js';
import { parseNameLabels } from './name-labels.js';
import { addRefusal, type Refusal } from './problem.js';

/**
 * Reads a mail server's host: a DNS name of two labels or more, or an IP literal in strict notation. Returns it in
 * canonical form (A-labels, lower case; RFC 5952). Whether it may be contacted is the egress policy's decision, at use.
 * A text that holds a host and more, such as a URL or a port, is refused with the host suggested.
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

/** The canonical text of a bare host, `null` if the text is none or more than one. */
function bareHost(text: string): string | null {
  const address = parseIpAddress(text);
  if (address !== null) return formatIpAddress(address);
  const name = parseNameLabels(text);
  return name.ok ? name.ascii : null;
}

/**
 * Finds the host in what people paste: a URL, `user@host`, `host:port`, `[v6]:port`, `host, port`, a text in quotes or
 * angle brackets, and the mailbox strings of PHP's `imap_open`, such as `{imap.example.com:993/imap/ssl}INBOX`.
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

/** Parses to a mail server's canonical host name or address. */
export const serverHostSchema = z
  .string()
  .transform((text, ctx) => {
    const parsed = parseServerHost(text);
    if (parsed.ok) return parsed.host;
    addRefusal(ctx, text, parsed);
    return z.NEVER;
  })
  .meta({ id: 'ServerHost', description: 'A server name, or an IP address.', example: 'imap.example.com' });
