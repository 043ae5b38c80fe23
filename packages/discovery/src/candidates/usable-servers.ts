import { parseExchangeUrl } from '@postern/core/exchange-url';
import type { Finding } from '@postern/core/finding';
import type { SkipReason } from '@postern/core/findings/discovery-finding-texts';
import { finding } from '@postern/core/findings/finding-texts';
import type { TlsMode } from '@postern/core/tls-mode';
import type { EgressPolicy } from '@postern/mail-probe/egress/egress-policy';
import type { ServerSection } from '../documents/server-section.js';
import type { Person } from '@postern/core/discovery';
import { replacePlaceholders } from './placeholders.js';

/** The login name of a server: as the source writes it, and for the address that was given. */
type Username = { readonly template: string; readonly value: string | null };

type UsableServer = {
  readonly host: string;
  readonly port: number;
  readonly tls: TlsMode;
  readonly username: Username;
  readonly authentication: readonly string[];
};

type UsableExchange = Pick<UsableServer, 'username' | 'authentication'> & { readonly url: string };

/** The servers of a source that can be proposed, in the order of the source, and why the others cannot. */
export type UsableServers = {
  readonly imap: readonly UsableServer[];
  readonly smtp: readonly UsableServer[];
  readonly exchange: readonly UsableExchange[];
  readonly findings: readonly Finding[];
};

const ownAddress = '%EMAILADDRESS%';
const exchangeTypes = new Set(['exchange', 'ews']);
/** The names for people of the types of servers that Postern knows. */
const typeNames: Readonly<Record<string, string>> = {
  imap: 'IMAP',
  smtp: 'SMTP',
  exchange: 'Exchange',
  pop3: 'POP3',
  jmap: 'JMAP',
  graph: 'Microsoft Graph',
  activesync: 'Exchange ActiveSync',
  owa: 'Outlook on the web',
};

/**
 * Chooses the servers that can be proposed to a person. A section that lacks something is skipped alone, with a
 * finding; the others count.
 */
export function usableServers(
  sections: readonly ServerSection[],
  person: Person,
  policy: EgressPolicy,
): UsableServers {
  const imap: UsableServer[] = [];
  const smtp: UsableServer[] = [];
  const exchange: UsableExchange[] = [];
  const findings: Finding[] = [];
  const others = new Set<string>();
  const take = <T extends object>(list: T[], result: T | Finding): void => {
    if (isFinding(result)) findings.push(result);
    else list.push(result);
  };
  for (const section of sections) {
    const type = section.type.toLowerCase();
    if (type === 'imap') take(imap, readMailServer(section, person, policy));
    else if (type === 'smtp') take(smtp, readMailServer(section, person, policy));
    else if (exchangeTypes.has(type)) take(exchange, readExchange(section, person, policy));
    else if (Object.hasOwn(typeNames, type)) others.add(type);
  }
  return { imap, smtp, exchange, findings: [...findings, ...[...others].map(notUsed)] };
}

function readMailServer(
  section: ServerSection,
  person: Person,
  policy: EgressPolicy,
): UsableServer | Finding {
  const type = section.type.toLowerCase();
  const skip = (reason: SkipReason, part?: 'host') => skipped(type, reason, part);
  const { port, tls, authentication } = section;
  if (section.host === null) return skip('host-missing');
  if (port === null || port < 1 || port > 65535) return skip('port-missing');
  if (tls === 'plain') return skip('not-encrypted');
  if (tls === null || tls === 'unknown') return skip('encryption-unknown');
  const replaced = replacePlaceholders(section.host, person);
  if (!replaced.ok) return skip(unreplaced(replaced.reason), 'host');
  const host = allowedHost(replaced.text, port, policy);
  if (host === null) return skip('host-not-allowed');
  const username = readUsername(section.username, person);
  if (username === null) return skip('username-invalid');
  return { host, port, tls, username, authentication };
}

function readExchange(
  section: ServerSection,
  person: Person,
  policy: EgressPolicy,
): UsableExchange | Finding {
  const skip = (reason: SkipReason, part?: 'URL') => skipped('exchange', reason, part);
  if (section.url === null) return skip('url-missing');
  // Only the host may have placeholders: in the path a percent sign starts an escape (RFC 3986 §2.1).
  const [, scheme = '', authority = '', path = ''] = /^(\w+:\/\/)([^/]*)(.*)$/s.exec(section.url) ?? [];
  const replaced = replacePlaceholders(authority, person);
  if (!replaced.ok) return skip(unreplaced(replaced.reason), 'URL');
  const parsed = parseExchangeUrl(`${scheme}${replaced.text}${path}`);
  if (!parsed.ok) return skip('url-invalid');
  if (allowedHost(parsed.host, parsed.port, policy) === null) return skip('host-not-allowed');
  const username = readUsername(section.username, person);
  if (username === null) return skip('username-invalid');
  return { url: parsed.url, username, authentication: section.authentication };
}

/** Returns the host in canonical form; null if the egress policy refuses it before any lookup. */
function allowedHost(text: string, port: number, policy: EgressPolicy): string | null {
  const checked = policy.checkHost(text);
  if (checked?.kind === 'address' && policy.checkAddresses([checked.host], port) === null) return null;
  return checked?.host ?? null;
}

/** Without a user name in the source, the address is the user name. */
function readUsername(template: string | null, person: Person): Username | null {
  const text = template ?? ownAddress;
  if (text.length > 256 || /[^\P{C}]/u.test(text)) return null;
  const replaced = replacePlaceholders(text, person);
  if (replaced.ok) return { template: text, value: replaced.text };
  return replaced.reason === 'needs-address' ? { template: text, value: null } : null;
}

function unreplaced(reason: 'needs-address' | 'unknown'): SkipReason {
  return reason === 'needs-address' ? 'needs-address' : 'placeholder-unknown';
}

/** `part` is that which has the placeholder, if the reason is about one. */
function skipped(type: string, reason: SkipReason, part?: 'host' | 'URL'): Finding {
  const server = typeNames[type]!;
  return finding('warning', reason, { server, ...(part !== undefined && { part }) });
}

function notUsed(type: string): Finding {
  return finding('info', 'type-not-used', { server: typeNames[type]! });
}

function isFinding(result: object): result is Finding {
  return 'level' in result;
}
