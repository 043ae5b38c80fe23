import type { MailServer } from './mail-settings.js';

/** The servers of one domain without what an admin allows for them. */
export type BareServers =
  | { readonly kind: 'imap'; readonly imap: MailServer; readonly smtp: MailServer }
  | { readonly kind: 'exchange'; readonly exchange: { readonly url: string } };

/** A text that is the same for the same servers; whether a certificate that no authority has signed is allowed does not count. */
export function serversKey(servers: BareServers): string {
  if (servers.kind === 'exchange') return servers.exchange.url.toLowerCase();
  const { imap, smtp } = servers;
  return JSON.stringify([imap.host, imap.port, imap.tls, smtp.host, smtp.port, smtp.tls]);
}
