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
  const [, host = name, port] = /^(.*):(\d{1,5})$/s.exec(name) ?? [];
  const part = `%${host.replace(/[\\%_]/g, '\\$&')}%`;
  const like = { $like: part };
  if (port !== undefined)
    return [
      { imapHost: like, imapPort: Number(port) },
      { smtpHost: like, smtpPort: Number(port) },
      { exchangeUrl: { $like: `${part}:${port}/%` } },
      // A URL does not contain the port 443.
      ...(port === '443' ? [{ exchangeUrl: { $like: `https://${part.slice(0, -1)}/%` } }] : []),
    ];
  const named = [
    { domain: like },
    { displayDomain: like },
    { imapHost: like },
    { smtpHost: like },
    { exchangeUrl: { $ilike: part } },
  ];
  return /^\d{1,5}$/.test(host) ? [...named, { imapPort: Number(host) }, { smtpPort: Number(host) }] : named;
}
