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
    endpoint: 'smtp',
    name: 'a server that does not recognise the name in the TLS handshake',
    server: () => ({ script: sends(tlsAlert(112)) }),
    expected: fails('tls-name-not-served', 'smtp.host'),
  },
  {
    endpoint: 'imap',
    name: 'a server that answers the TLS handshake with the alert protocol_version',
    server: () => ({ script: sends(tlsAlert(70)) }),
    expected: fails('tls-too-old', 'imap.host'),
  },
  {
    endpoint: 'imap',
    name: 'a server whose TLS reports an internal error',
    server: () => ({ script: sends(tlsAlert(80)) }),
    expected: fails('tls-failed', 'imap.port'),
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
  // names
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
