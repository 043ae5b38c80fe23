const imap = {
  kind: 'imap',
  imap: { host: 'imap.example.com', port: 993 },
  smtp: { host: 'smtp.example.com', port: 465 },
};
const exchange = { kind: 'exchange', exchange: { url: 'https://mail.example.com/EWS/Exchange.asmx' } };

/** Examples of request bodies by the name of their schema; a test checks them against the schemas. */
export const bodyExamples: Readonly<Record<string, Readonly<Record<string, object>>>> = {
  MailSettingsInput: {
    imap: { domain: 'example.com', ...imap },
    exchange: { domain: 'example.com', ...exchange },
  },
  ConnectionInput: {
    configured: { email: 'jane@example.com', credentials: { password: 'correct horse battery staple' } },
    unconfigured: {
      email: 'jane@example.com',
      settings: imap,
      credentials: { username: 'jane', password: 'correct horse battery staple' },
    },
    withToken: { email: 'jane@example.com', credentials: { accessToken: 'the_token_of_the_provider' } },
  },
  ConnectSessionInput: {
    embedded: { email: 'jane@example.com', origin: 'https://app.example.com' },
  },
  DiscoveryInput: { domain: { domain: 'example.com' }, address: { email: 'jane@example.com' } },
  TokenInput: {
    forever: { name: 'CRM sync', role: 'account-access' },
    network: { name: 'Firewall', role: 'network' },
    limited: { name: 'Report', role: 'account-access', scopes: ['settings:read'], sources: ['192.0.2.0/24'] },
  },
  AccountInput: { placed: { name: 'Example Ltd', dataCenter: 'eu1' } },
  AccountChange: { moved: { dataCenter: 'us2' } },
  SessionInput: { code: { code: 'code_from_the_link' } },
};
