/** A server of a written document; `undefined` leaves the element out. */
export type WrittenServer = {
  readonly type: string;
  readonly hostname?: string;
  readonly port?: string;
  readonly socketType?: string;
  readonly username?: string;
  readonly authentication?: readonly string[];
  /** Further elements as XML. */
  readonly more?: string;
};

/** Writes a document of Mail Autoconfig with the servers in this order; smtp servers are outgoing servers. */
export function writeAutoconfig(servers: readonly WrittenServer[], domain = 'example.com'): string {
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<clientConfig version="1.1">',
    `<emailProvider id="${escapeXml(domain)}">`,
    `<domain>${escapeXml(domain)}</domain>`,
    ...servers.map(writeServer),
    '</emailProvider>',
    '</clientConfig>',
  ].join('\n');
}

function writeServer(server: WrittenServer): string {
  const { type, hostname, port, socketType, username, authentication = [], more = '' } = server;
  const element = type === 'smtp' ? 'outgoingServer' : 'incomingServer';
  const values = Object.entries({ hostname, port, socketType, username }).filter(
    ([, value]) => value !== undefined,
  );
  return [
    `<${element} type="${escapeXml(type)}">`,
    ...values.map(([name, value]) => `  <${name}>${escapeXml(value!)}</${name}>`),
    ...authentication.map((method) => `  <authentication>${escapeXml(method)}</authentication>`),
    more,
    `</${element}>`,
  ].join('\n');
}

function escapeXml(text: string): string {
  return text.replace(
    /[&<>"']/g,
    (character) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' })[character]!,
  );
}
