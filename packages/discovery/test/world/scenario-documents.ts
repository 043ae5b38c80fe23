import { createHash } from 'node:crypto';
import { writeAutoconfig, type WrittenServer } from '../write-autoconfig.js';
import type { ScriptedPage } from './scenario.js';

/** The servers of a document, with hosts under a domain. */
export function imapServer(domain: string, changes: Partial<WrittenServer> = {}): WrittenServer {
  return {
    type: 'imap',
    hostname: `imap.${domain}`,
    port: '993',
    socketType: 'SSL',
    username: '%EMAILADDRESS%',
    ...changes,
  };
}

export function smtpServer(domain: string, changes: Partial<WrittenServer> = {}): WrittenServer {
  return {
    type: 'smtp',
    hostname: `smtp.${domain}`,
    port: '465',
    socketType: 'SSL',
    username: '%EMAILADDRESS%',
    ...changes,
  };
}

/** A page with a Mail Autoconfig document whose servers are `imap.` and `smtp.` under the domain. */
export function standard(domain: string): ScriptedPage {
  return documentOf(imapServer(domain), smtpServer(domain));
}

/** A page with a Mail Autoconfig document of these servers. */
export function documentOf(...servers: readonly WrittenServer[]): ScriptedPage {
  return { body: writeAutoconfig(servers) };
}

/** How `describeCandidate` writes the servers of `standard`. */
export function standardServers(domain: string): string {
  return `imap.${domain}:993 implicit, smtp.${domain}:465 implicit`;
}

export const autoconfigUrl = (domain: string) => `https://autoconfig.${domain}/mail/config-v1.1.xml`;
export const wellKnownUrl = (domain: string) =>
  `https://${domain}/.well-known/autoconfig/mail/config-v1.1.xml`;
export const ispdbUrl = (domain: string) => `https://ispdb.example/v1.1/${domain}`;
export const paccUrl = (domain: string) =>
  `https://ua-auto-config.${domain}/.well-known/user-agent-configuration.json`;
export const autodiscoverUrl = (domain: string, email = `postern@${domain}`) =>
  `https://autodiscover.${domain}/autodiscover/autodiscover.json?Email=${encodeURIComponent(email)}&Protocol=Ews`;

/** The body of a PACC document with `imap.` and `smtp.` under the domain. */
export function paccBody(domain: string, submission: 'submit' | 'smtp' = 'submit'): string {
  return JSON.stringify({
    protocols: { imap: { host: `imap.${domain}` }, [submission]: { host: `smtp.${domain}` } },
    authentication: { password: true },
    info: { provider: { name: 'Example' } },
  });
}

export function paccPage(body: string): ScriptedPage {
  return { type: 'application/json', body };
}

/** The TXT record of a PACC document. */
export function digestRecord(body: string): string {
  return `v=UAAC1; a=sha256; d=${createHash('sha256').update(body).digest('base64')}`;
}

/** A page with an answer of Autodiscover V2. */
export function ewsPage(url: string): ScriptedPage {
  return { type: 'application/json', body: JSON.stringify({ Protocol: 'Ews', Url: url }) };
}
