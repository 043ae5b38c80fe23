import { parseExchangeUrl } from './exchange-url.js';
import type { MailServers } from './mail-settings.js';
import type { TlsMode } from './tls-mode.js';
import type { EndpointName } from './verification.js';

/** One server to probe: what schedules hang on and reports name. `path` is the Exchange URL's. */
export type ServerTarget = {
  readonly endpoint: EndpointName;
  readonly host: string;
  readonly port: number;
  readonly tls: TlsMode;
  readonly path: string;
};

/** The servers of one domain in the order of their probing. */
export function listTargets(servers: MailServers): ServerTarget[] {
  if (servers.kind === 'imap') {
    const { imap, smtp } = servers;
    return [
      { endpoint: 'imap', host: imap.host, port: imap.port, tls: imap.tls, path: '' },
      { endpoint: 'smtp', host: smtp.host, port: smtp.port, tls: smtp.tls, path: '' },
    ];
  }
  const parsed = parseExchangeUrl(servers.exchange.url);
  // What a schema has not let in is refused by the egress policy like any other bad host.
  if (!parsed.ok) return [{ endpoint: 'exchange', host: '', port: 443, tls: 'implicit', path: '/' }];
  return [
    {
      endpoint: 'exchange',
      host: parsed.host,
      port: parsed.port,
      tls: 'implicit',
      path: new URL(parsed.url).pathname,
    },
  ];
}

/** A server as rations count it: `host:port`, whatever is spoken there. */
export function serverAddress({ host, port }: Pick<ServerTarget, 'host' | 'port'>): string {
  return `${host}:${port}`;
}
