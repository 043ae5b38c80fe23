import { parseExchangeUrl } from './exchange-url.js';
import type { MailServers } from './mail-settings.js';
import type { TlsMode } from './tls-mode.js';
import type { EndpointName } from './endpoint-name.js';

/**
 * A server to probe. `endpoint` is its role in the settings (imap, smtp or exchange); `path` is the path of the Exchange
 * URL and empty for the others.
 */
export type Server = {
  readonly endpoint: EndpointName;
  readonly host: string;
  readonly port: number;
  readonly tls: TlsMode;
  readonly path: string;
};

/** Lists the servers of one domain's settings in the order in which they are probed. */
export function serversIn(settings: MailServers): Server[] {
  if (settings.kind === 'imap') {
    const { imap, smtp } = settings;
    return [
      { endpoint: 'imap', host: imap.host, port: imap.port, tls: imap.tls, path: '' },
      { endpoint: 'smtp', host: smtp.host, port: smtp.port, tls: smtp.tls, path: '' },
    ];
  }
  const parsed = parseExchangeUrl(settings.exchange.url);
  // A URL that the schema refuses gives an empty host, which the egress policy refuses.
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

/**
 * Returns `host:port` of a server. Connections are counted by this text, so two endpoints on one port count as one
 * server.
 */
export function serverAddress({ host, port }: Pick<Server, 'host' | 'port'>): string {
  return `${host}:${port}`;
}
