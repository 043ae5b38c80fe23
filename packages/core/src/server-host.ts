import { z } from 'zod';
import { formatIpAddress, parseIpAddress } from './ip-address.js';
import { parseNameLabels } from './name-labels.js';
import { addRefusal, type Refusal } from './problem.js';

/**
 * Reads a mail server's host: a DNS name of two labels or more, or an IP literal in strict notation. Returns it in
 * canonical form (A-labels, lower case; RFC 5952). Whether it may be contacted is the egress policy's decision, at use.
 */
export function parseServerHost(text: string): { ok: true; host: string } | Refusal {
  const address = parseIpAddress(text.replace(/^\[(.*)\]$/s, '$1'));
  if (address !== null) return { ok: true, host: formatIpAddress(address) };
  const name = parseNameLabels(text);
  if (name.ok) return { ok: true, host: name.ascii };
  const bare = text
    .trim()
    .replace(/^[a-z][a-z0-9+.-]*:\/\//i, '')
    .replace(/^[^@]*@/, '')
    .replace(/[/?#].*$/s, '')
    .replace(/:\d*$/, '');
  const repaired = bare === text ? null : parseNameLabels(bare);
  return repaired?.ok
    ? {
        ok: false,
        code: 'host-only',
        message: 'Only the server name is needed here',
        suggestion: repaired.ascii,
      }
    : name;
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
