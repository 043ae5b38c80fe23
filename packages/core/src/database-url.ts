import { z } from 'zod';
import { parseIpAddress } from './ip-address.js';
import { addRefusal } from './problem.js';

/** The parameters of libpq that node-postgres honours too, and that BullMQ does not use for itself. */
const parameters = ['sslmode', 'sslrootcert', 'sslcert', 'sslkey', 'application_name', 'host'];
const sslModes = ['disable', 'require', 'verify-ca', 'verify-full'];

/**
 * Parses to the URL of a PostgreSQL whose parameters mean what they mean to libpq. Everything else is refused by name,
 * because a parameter that is ignored in silence can turn TLS off.
 */
export const databaseUrlSchema = z.string().transform((text, ctx) => {
  const parsed = parseDatabaseUrl(text);
  if (typeof parsed === 'string') return parsed;
  addRefusal(ctx, undefined, { code: 'invalid', message: parsed.rule });
  return z.NEVER;
});

function parseDatabaseUrl(text: string): string | { readonly rule: string } {
  if (!/^postgres(?:ql)?:\/\//i.test(text)) return { rule: 'must be a URL that starts with postgresql://' };
  if (/^[^?]*,/.test(text.replace(/^[^:]*:\/\/(?:[^/?]*@)?/, '')))
    return { rule: 'must name one host: several hosts are not supported; use a proxy or a DNS name' };
  const query = new URLSearchParams(/\?(.*)$/s.exec(text)?.[1] ?? '');
  query.delete('uselibpqcompat'); // Added below.
  const rule = brokenRule(query, hostOf(text));
  if (rule !== null) return { rule };
  // node-postgres 8.23 gives sslmode=require another meaning than libpq unless it is told not to.
  if (query.has('sslmode')) query.set('uselibpqcompat', 'true');
  const base = text.replace(/\?.*$/s, '');
  return query.size === 0 ? base : `${base}?${query.toString()}`;
}

function brokenRule(query: URLSearchParams, host: string): string | null {
  for (const name of query.keys()) {
    if (parameters.includes(name)) continue;
    const shown = /^\w{1,40}$/.test(name) ? name : 'that is unknown';
    return `has a parameter ${shown}; only these are supported: ${parameters.join(', ')}`;
  }
  if (query.getAll('host').some((path) => !path.startsWith('/')))
    return 'has a parameter host that is not the directory of a Unix socket, like /run/postgresql';
  const mode = query.get('sslmode');
  if (mode === null) {
    const needless = ['sslrootcert', 'sslcert', 'sslkey'].find((name) => query.has(name));
    return needless === undefined ? null : `has ${needless} without sslmode, so TLS would not be used`;
  }
  if (!sslModes.includes(mode)) return `has a sslmode that is not one of ${sslModes.join(', ')}`;
  if (mode === 'verify-ca' && !query.has('sslrootcert'))
    return 'has sslmode=verify-ca without sslrootcert, the file of the certificate authority';
  // node-postgres 8.23 compares the certificate of an IP address with the name “localhost”.
  if (mode === 'verify-full' && parseIpAddress(host) !== null)
    return 'has sslmode=verify-full with an IP address; name the host as in its certificate';
  return null;
}

/** The host in the URL; empty for a Unix socket, where it is the parameter `host`. */
function hostOf(text: string): string {
  const authority = /^[^:]*:\/\/(?:[^/?]*@)?([^/?]*)/.exec(text)?.[1] ?? '';
  const host = authority.replace(/:\d*$/, '').replace(/^\[(.*)\]$/, '$1');
  return host.replaceAll(/%([0-9a-f]{2})/gi, (_, code: string) => String.fromCharCode(parseInt(code, 16)));
}
