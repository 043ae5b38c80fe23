import { raw } from '@mikro-orm/core';
import { hintExists } from '@postern/database/server-hints';
import type { SettingsFilter } from '@postern/core/settings-filter';

/** The conditions of the rows of an account that a filter finds. */
export function conditionsOf(accountId: string, { kind, state, origin, hint, search }: SettingsFilter) {
  return {
    accountId,
    ...(kind && { kind }),
    ...(state && { verificationState: state }),
    ...(origin && { origin }),
    ...(hint && { [raw((settings) => hintExists(settings))]: true }),
    ...(search && { $or: searchFor(search) }),
  };
}

/**
 * A search finds parts of the domain in either spelling, and of the servers' names and ports. Spaces around it are
 * ignored, and of an email address the domain counts, so that both can be pasted. No index serves it: PostgreSQL compares
 * with LIKE only after the row-level security policy, so it reads the domains of one account. Names are stored in lower
 * case, in which LIKE takes a third of the time of ILIKE; only the path of an Exchange URL has capitals.
 */
function searchFor(text: string) {
  const name = text.trim().replace(/^.*@/s, '').toLowerCase();
  const [, host, port] = /^(.*):(\d{1,5})$/s.exec(name) ?? [];
  if (host === undefined) return searchForName(name);
  const server = searchForServer(host, Number(port));
  // An IPv6 address may end like a port.
  return host.includes(':') && !host.endsWith(']') ? [...server, ...searchForName(name)] : server;
}

function searchForServer(text: string, port: number) {
  const host = withoutBrackets(text);
  const inUrl = escaped(host.includes(':') ? `${host}]` : host);
  const like = { $like: `%${escaped(host)}%` };
  return [
    { imapHost: like, imapPort: port },
    { smtpHost: like, smtpPort: port },
    { exchangeUrl: { $like: `%${inUrl}%:${port}/%` } },
    // A URL does not contain the port 443.
    ...(port === 443 ? [{ exchangeUrl: { $like: `https://%${inUrl}/%` } }] : []),
  ];
}

function searchForName(text: string) {
  const host = withoutBrackets(text);
  const part = `%${escaped(host)}%`;
  const like = { $like: part };
  const named = [
    { domain: like },
    { displayDomain: like },
    { imapHost: like },
    { smtpHost: like },
    { exchangeUrl: { $ilike: part } },
  ];
  return /^\d{1,5}$/.test(host) ? [...named, { imapPort: Number(host) }, { smtpPort: Number(host) }] : named;
}

/** Only URLs have an IPv6 address in brackets. */
function withoutBrackets(host: string): string {
  return host.replace(/^\[(.*)\]$/s, '$1');
}

function escaped(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&');
}
