import type { CertificateKind, TestCertificates } from '../certificates/make-certificates.js';
import { imapScript } from '../servers/imap-script.js';
import { smtpScript } from '../servers/smtp-script.js';
import type { Expected, Play, Scenario } from './scenario.js';

const shows =
  (kind: CertificateKind) =>
  (certificates: TestCertificates): Play => {
    const weakIsAllowedHere = kind === 'weakKey' ? { ciphers: 'DEFAULT@SECLEVEL=0' } : {};
    return { script: imapScript(), tls: { ...certificates.of(kind), ...weakIsAllowedHere } };
  };
const flag = 'allowNonSecureCertificate';
const fails = (code: Expected['code'], field: string): Expected => ({ code, stage: 'tls', field });
const imap = { endpoint: 'imap' } as const;
const anotherPin = { sha256: '0'.repeat(64), spkiSha256: '1'.repeat(64) };

/**
 * Scenarios with different certificates of the server. certificate-trust.test.ts tests pins with real certificates.
 */
export const certificateScenarios: readonly Scenario[] = [
  { ...imap, name: 'R27 a good RSA certificate', server: shows('good'), expected: null },
  { ...imap, name: 'R27 a good ECDSA certificate', server: shows('ecdsa'), expected: null },
  {
    ...imap,
    name: 'R27 a certificate with its intermediate',
    server: shows('throughIntermediate'),
    expected: null,
  },
  { ...imap, name: 'R27 a wildcard certificate', server: shows('wildcard'), expected: null },
  {
    ...imap,
    name: 'B8 a certificate that expires soon',
    server: shows('expiresSoon'),
    expected: null,
    warnings: ['cert-expires-soon'],
  },
  {
    ...imap,
    name: 'R5 a self-signed certificate',
    server: shows('selfSigned'),
    expected: fails('cert-self-signed', flag),
  },
  {
    name: 'R5 a self-signed certificate after STARTTLS',
    endpoint: 'smtp',
    tls: 'starttls',
    server: (certificates) => ({ script: smtpScript({ startTls: certificates.of('selfSigned') }) }),
    expected: fails('cert-self-signed', flag),
  },
  {
    ...imap,
    name: 'an expired self-signed certificate is reported as self-signed',
    server: shows('selfSignedExpired'),
    expected: fails('cert-self-signed', flag),
  },
  {
    ...imap,
    name: 'a certificate of an unknown authority',
    server: shows('unknownCa'),
    expected: fails('cert-unknown-ca', flag),
  },
  {
    ...imap,
    name: 'a certificate without its intermediate',
    server: shows('missingIntermediate'),
    expected: fails('cert-chain-incomplete', flag),
  },
  {
    ...imap,
    name: 'an expired certificate',
    server: shows('expired'),
    expected: fails('cert-expired', flag),
  },
  {
    ...imap,
    name: 'a certificate that is not valid yet',
    server: shows('future'),
    expected: fails('cert-not-yet-valid', flag),
  },
  {
    ...imap,
    name: 'R27 a certificate for another name',
    server: shows('wrongName'),
    expected: fails('cert-name-mismatch', 'imap.host'),
  },
  {
    ...imap,
    name: 'R27 a wildcard certificate for a name with two more labels',
    host: 'a.b.example.com',
    server: shows('wildcard'),
    expected: fails('cert-name-mismatch', 'imap.host'),
  },
  {
    ...imap,
    name: 'R27 a certificate with the name only in its common name',
    server: shows('commonNameOnly'),
    expected: fails('cert-name-mismatch', 'imap.host'),
  },
  {
    ...imap,
    name: 'a certificate with a 1024-bit key',
    server: shows('weakKey'),
    expected: fails('cert-weak', 'imap.host'),
  },
  {
    ...imap,
    name: 'R5 a certificate with a weak key fails although allowNonSecureCertificate is on',
    server: shows('weakKey'),
    allowNonSecureCertificate: true,
    expected: fails('cert-weak', 'imap.host'),
  },
  {
    ...imap,
    name: 'R5 a certificate other than the pinned one',
    server: shows('selfSigned'),
    allowNonSecureCertificate: true,
    pin: anotherPin,
    expected: fails('cert-changed', flag),
  },
  {
    ...imap,
    name: 'R5 a self-signed certificate passes if allowNonSecureCertificate is on',
    server: shows('selfSigned'),
    allowNonSecureCertificate: true,
    expected: null,
    warnings: ['cert-self-signed'],
  },
];
