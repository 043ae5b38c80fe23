import { implicitTlsPorts, type FailureEntry } from './failure-entry.js';

/** The failures of the TLS handshake and of STARTTLS, with their texts. */
export const tlsFailures = {
  'tls-silent': {
    part: 'port',
    title: ({ host, port }) =>
      `${host} accepts connections on port ${port} but does not answer the TLS handshake`,
    advice: ({ mode }) => `Check the port and the TLS mode (now ${mode}).`,
  },
  'tls-failed': {
    part: 'port',
    title: ({ host }) => `The TLS handshake with ${host} failed`,
    advice: () => 'Ask whoever runs the server to check its TLS configuration and certificate files.',
  },
  'tls-too-old': {
    part: 'host',
    title: ({ host }) => `${host} offers only outdated encryption`,
    advice: () =>
      'The server must support TLS 1.2 or newer. Ask whoever runs it to update or reconfigure it.',
  },
  'tls-client-certificate-required': {
    part: 'host',
    title: ({ host }) => `${host} requires a client certificate`,
    advice: () =>
      'Mail settings cannot hold a client certificate. Ask IT for a server or port where mail programs log in with a password.',
  },
  'starttls-not-offered': {
    part: 'tls',
    title: ({ host, port }) => `${host} offers no encryption on port ${port}`,
    advice: ({ endpoint }) =>
      `Passwords are never sent without TLS. Use the port with TLS from the start (${implicitTlsPorts[endpoint]}, TLS mode “TLS”), or ask IT to enable STARTTLS.`,
  },
  'starttls-refused': {
    part: 'tls',
    title: ({ host }) => `${host} offers STARTTLS but refuses to start it`,
    advice: ({ endpoint }) =>
      `Ask whoever runs the server to check its certificate configuration, or use the port with TLS from the start (${implicitTlsPorts[endpoint]}).`,
  },
  'starttls-injection': {
    part: 'host',
    title: ({ host }) => `${host} sends unencrypted data where encryption must start`,
    advice: () =>
      'Somebody between us and the server may be altering the connection, or the server is faulty. Do not enter a password; ask IT to investigate.',
  },
} as const satisfies Record<string, FailureEntry>;
