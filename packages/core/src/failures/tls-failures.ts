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
  'tls-weak-key-exchange': {
    part: 'host',
    title: ({ host }) => `${host} uses a key exchange that is too weak`,
    advice: () =>
      'The Diffie-Hellman parameters of the server have fewer than 2048 bits. Ask whoever runs it to enable ECDHE or to create new parameters (openssl dhparam 2048).',
  },
  'tls-only-dhe': {
    part: 'host',
    title: ({ host }) => `${host} offers no key exchange but finite-field Diffie-Hellman`,
    advice: () =>
      'Many mail programs no longer support this key exchange (TLS_DHE), and with parameters of more than 4096 bits it takes too much computing. Ask whoever runs the server to enable ECDHE.',
  },
  'tls-no-secure-renegotiation': {
    part: 'host',
    title: ({ host }) => `${host} does not support secure renegotiation`,
    advice: () =>
      'The TLS software of the server, or of a device in front of it, lacks RFC 5746 and can be attacked. Ask whoever runs it to update that software.',
  },
  'tls-weak-signature': {
    part: 'host',
    title: ({ host }) => `${host} signs the TLS handshake with an outdated algorithm`,
    advice: () =>
      'The server, or a device that inspects TLS in front of it, signs with SHA-1 or MD5. Ask whoever runs it to enable SHA-256 signatures or TLS 1.3.',
  },
  'tls-name-not-served': {
    part: 'host',
    title: ({ host }) => `The server does not recognise the name ${host}`,
    advice: () =>
      'The server answered the TLS handshake with “unrecognized name”. Check the server name, or ask IT to add this name to the TLS configuration of the server.',
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
    advice: ({ endpoint, isMasked }) =>
      isMasked === true
        ? `A firewall overwrites replies of the server and hides STARTTLS. This is how Cisco firewalls (“inspect esmtp”) and the SMTP filter of Microsoft ISA and TMG behave: ask IT to allow TLS there (Cisco: “allow-tls”), or use the port with TLS from the start (${implicitTlsPorts[endpoint]}).`
        : `Passwords are never sent without TLS. Use the port with TLS from the start (${implicitTlsPorts[endpoint]}, TLS mode “TLS”), or ask IT to enable STARTTLS. If it is enabled on the server, a firewall that inspects mail (Cisco “inspect esmtp”, Fortinet, Sophos) may hide it.`,
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
