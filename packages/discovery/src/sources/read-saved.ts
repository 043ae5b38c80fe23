import type { MailServer, MailServers } from '@postern/core/mail-settings';
import type { ServerSection } from '../documents/server-section.js';
import { trusted, type Asked } from './asked.js';

/** Returns the saved servers of a domain as the answer of a source; an admin has entered them. */
export function readSaved(saved: MailServers): Asked {
  const sections: ServerSection[] =
    saved.kind === 'imap'
      ? [sectionOf('imap', saved.imap), sectionOf('smtp', saved.smtp)]
      : [{ ...sectionOf('exchange', null), url: saved.exchange.url }];
  return trusted({ state: 'found', sections, oauthIssuers: [], findings: [] }, 'verified');
}

function sectionOf(type: string, server: MailServer | null): ServerSection {
  const { host, port, tls } = server ?? { host: null, port: null, tls: null };
  return { type, host, port, tls, username: null, authentication: [], url: null };
}
