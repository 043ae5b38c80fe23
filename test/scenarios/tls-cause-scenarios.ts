import type { Expected, Scenario } from './scenario.js';
import type { Script } from '../servers/scripted-server.js';
import { imapScript } from '../servers/imap-script.js';
import { smtpScript } from '../servers/smtp-script.js';
import { keyExchangeWithSha1, serverHello, tlsAlert } from '../servers/tls-records.js';

/** Diffie-Hellman parameters of 1024 bits: the second Oakley group (RFC 2409 §6.2). */
const smallGroup = `-----BEGIN DH PARAMETERS-----
MIGHAoGBAP//////////yQ/aoiFowjTExmKLgNwc0SkCTgiKZ8x0Agu+pjsTmyJR
Sgh5jjQE3e+VGbPNOkMbMCsKbfJfFDdP4TVtbVHCReSFtXZiXn7G9ExC6aY37WsL
/1y29Aa37e44a/taiZ+lrp8kEXxLH+ZJKGZR7OZTgf//////////AgEC
-----END DH PARAMETERS-----
`;
const smallDh = {
  maxVersion: 'TLSv1.2',
  ciphers: 'DHE-RSA-AES256-GCM-SHA384:@SECLEVEL=0',
  dhparam: smallGroup,
} as const;
const fails = (code: Expected['code'], field: string): Expected => ({ code, stage: 'tls', field });
const sends =
  (...bytes: Uint8Array[]): Script =>
  async (wire) => {
    for (const part of bytes) wire.sendRaw(part);
    await wire.untilClosed();
  };

/** Alerts of RFC 8446 §6.2 with which servers refuse a handshake. */
const alerts: readonly (readonly [number, string, Expected])[] = [
  [40, 'handshake_failure', fails('tls-failed', 'imap.port')],
  [42, 'bad_certificate', fails('tls-client-certificate-required', 'imap.host')],
  [49, 'access_denied', fails('server-refused', 'imap.host')],
  [70, 'protocol_version', fails('tls-too-old', 'imap.host')],
  [71, 'insufficient_security', fails('tls-too-old', 'imap.host')],
  [112, 'unrecognized_name', fails('tls-name-not-served', 'imap.host')],
  [116, 'certificate_required', fails('tls-client-certificate-required', 'imap.host')],
];

/** Scenarios of TLS handshakes that fail, one for each cause. */
export const tlsCauseScenarios: readonly Scenario[] = [
  {
    endpoint: 'imap',
    name: 'a server with Diffie-Hellman parameters of 1024 bits',
    server: (c) => ({ script: imapScript(), tls: { ...c.of('good'), ...smallDh } }),
    expected: fails('tls-weak-key-exchange', 'imap.host'),
    says: /Diffie-Hellman/,
    saysNot: /TLS 1\.2/,
  },
  {
    endpoint: 'smtp',
    tls: 'starttls',
    name: 'a server with Diffie-Hellman parameters of 1024 bits after STARTTLS',
    server: (c) => ({ script: smtpScript({ startTls: { ...c.of('good'), ...smallDh } }) }),
    expected: fails('tls-weak-key-exchange', 'smtp.host'),
  },
  {
    endpoint: 'imap',
    name: 'a server without secure renegotiation',
    server: () => ({ script: sends(serverHello(false)) }),
    expected: fails('tls-no-secure-renegotiation', 'imap.host'),
  },
  {
    endpoint: 'imap',
    name: 'a server that signs the TLS handshake with SHA-1',
    server: (c) => ({ script: sends(serverHello(true), keyExchangeWithSha1(c.of('good').cert)) }),
    expected: fails('tls-weak-signature', 'imap.host'),
    says: /SHA-1/,
  },
  {
    endpoint: 'imap',
    name: 'a server whose TLS reports an internal error',
    server: () => ({ script: sends(tlsAlert(80)) }),
    expected: fails('tls-failed', 'imap.port'),
  },
  ...alerts.map(([description, name, expected]): Scenario => ({
    endpoint: 'imap',
    name: `a server that answers the TLS handshake with the alert ${name}`,
    server: () => ({ script: sends(tlsAlert(description)) }),
    expected,
  })),
  ...alerts.map(([description, name, expected]): Scenario => ({
    endpoint: 'smtp',
    tls: 'starttls',
    name: `an SMTP server that answers the handshake after STARTTLS with the alert ${name}`,
    server: () => ({ script: smtpScript({ startTlsAlert: tlsAlert(description) }) }),
    expected: { ...expected, field: expected.field?.replace('imap', 'smtp') ?? null },
  })),
  {
    endpoint: 'imap',
    name: 'a server that supports only TLS 1.0',
    server: (c) => ({
      script: imapScript(),
      tls: { ...c.of('good'), minVersion: 'TLSv1', maxVersion: 'TLSv1', ciphers: 'ALL:@SECLEVEL=0' },
    }),
    expected: fails('tls-too-old', 'imap.host'),
  },
  {
    endpoint: 'smtp',
    name: 'a server with Diffie-Hellman parameters of 1024 bits and implicit TLS',
    server: (c) => ({ script: smtpScript(), tls: { ...c.of('good'), ...smallDh } }),
    expected: fails('tls-weak-key-exchange', 'smtp.host'),
  },
  // scenarios of other certificates in the chain
  {
    endpoint: 'imap',
    name: 'an intermediate certificate that has expired',
    server: (c) => ({ script: imapScript(), tls: c.of('throughExpiredIntermediate') }),
    expected: fails('cert-chain-expired', 'allowNonSecureCertificate'),
    says: /own certificate is still valid.*old intermediate/,
  },
  {
    endpoint: 'smtp',
    tls: 'starttls',
    name: 'an intermediate certificate that has expired, after STARTTLS',
    server: (c) => ({ script: smtpScript({ startTls: c.of('throughExpiredIntermediate') }) }),
    expected: fails('cert-chain-expired', 'allowNonSecureCertificate'),
  },
  {
    endpoint: 'imap',
    name: 'an expired intermediate certificate passes if allowNonSecureCertificate is on',
    allowNonSecureCertificate: true,
    server: (c) => ({ script: imapScript(), tls: c.of('throughExpiredIntermediate') }),
    expected: null,
    warnings: ['cert-chain-expired'],
  },
  {
    endpoint: 'imap',
    name: 'a certificate whose issuer must not sign certificates',
    server: (c) => ({ script: imapScript(), tls: c.of('throughLeaf') }),
    expected: fails('cert-wrong-purpose', 'allowNonSecureCertificate'),
    says: /must not sign others.*mail\.example\.com/,
  },
  {
    endpoint: 'imap',
    name: 'a certificate that is valid for clients only',
    server: (c) => ({ script: imapScript(), tls: c.of('clientOnly') }),
    expected: fails('cert-wrong-purpose', 'allowNonSecureCertificate'),
    says: /not meant for servers.*serverAuth/,
  },
  {
    endpoint: 'smtp',
    name: 'an intermediate certificate that is not valid yet',
    server: (c) => ({ script: smtpScript(), tls: c.of('throughFutureIntermediate') }),
    expected: fails('cert-not-yet-valid', 'allowNonSecureCertificate'),
    says: /intermediate certificate that is not valid yet.*new intermediate/,
  },
  {
    endpoint: 'imap',
    name: 'an intermediate certificate with a key of 1024 bits',
    server: (c) => ({
      script: imapScript(),
      tls: { ...c.of('throughWeakIntermediate'), ciphers: 'DEFAULT:@SECLEVEL=0' },
    }),
    expected: fails('cert-weak', 'imap.host'),
    says: /chain that is too weak.*weak intermediate/,
  },
  // names
  {
    endpoint: 'imap',
    host: '127.0.0.1',
    name: 'an IP address as the server name, which is in the subjectAltName',
    server: (c) => ({ script: imapScript(), tls: c.of('good') }),
    expected: null,
  },
  {
    endpoint: 'imap',
    host: '127.0.0.1',
    name: 'an IP address that is in the subjectAltName as a DNS name only',
    server: (c) => ({ script: imapScript(), tls: c.of('addressAsName') }),
    expected: fails('cert-name-mismatch', 'imap.host'),
  },
  {
    endpoint: 'smtp',
    host: '127.0.0.1',
    name: 'an IP address and a certificate with names only',
    server: (c) => ({ script: smtpScript(), tls: c.of('wildcard') }),
    expected: fails('cert-name-mismatch', 'smtp.host'),
    saysNot: /\*\./,
  },
  {
    endpoint: 'imap',
    host: 'xn--bcher-kva.example.com',
    name: 'an internationalised server name',
    server: (c) => ({ script: imapScript(), tls: c.of('idn') }),
    expected: null,
  },
  {
    endpoint: 'imap',
    host: 'example.com',
    name: 'the domain itself and a certificate for the names below it',
    server: (c) => ({ script: imapScript(), tls: c.of('wildcard') }),
    expected: fails('cert-name-mismatch', 'imap.host'),
    says: /directly below example\.com/,
  },
  {
    endpoint: 'imap',
    host: 'sub.mail.example.com',
    name: 'a certificate with another wildcard name, which is not suggested as a server name',
    server: (c) => ({ script: imapScript(), tls: c.of('wildcard') }),
    expected: fails('cert-name-mismatch', 'imap.host'),
    says: /directly below example\.com/,
    saysNot: /\*\./,
  },
  {
    endpoint: 'smtp',
    name: 'a certificate with wildcards of other domains, which are not suggested',
    server: (c) => ({ script: smtpScript(), tls: c.of('twoWildcards') }),
    expected: fails('cert-name-mismatch', 'smtp.host'),
    saysNot: /\*\./,
  },
  {
    endpoint: 'imap',
    name: 'a certificate without a subjectAltName, which the advice explains',
    server: (c) => ({ script: imapScript(), tls: c.of('commonNameOnly') }),
    expected: fails('cert-name-mismatch', 'imap.host'),
    says: /common name alone does not count/,
  },
];
