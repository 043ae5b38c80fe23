import type { TestCertificates } from '../certificates/make-certificates.js';
import { imapScript } from '../servers/imap-script.js';
import { smtpScript } from '../servers/smtp-script.js';
import type { ServerTls } from '../servers/accept-tls.js';
import type { Play, Scenario } from './scenario.js';

const oldTls = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' } as const;
const imapInTls =
  (more: ServerTls) =>
  (certificates: TestCertificates): Play => ({
    script: imapScript(),
    tls: { ...certificates.of('good'), ...more },
  });

/** Scenarios of the TLS handshake and of STARTTLS. */
export const tlsScenarios: readonly Scenario[] = [
  {
    name: 'a server that ends the TLS handshake with an alert',
    endpoint: 'imap',
    server: () => ({
      script: async (wire) => {
        // The bytes of a TLS alert: handshake_failure (RFC 8446 §6.2).
        wire.sendRaw(Uint8Array.of(0x15, 3, 3, 0, 2, 2, 40));
        await wire.untilClosed();
      },
    }),
    expected: { code: 'tls-failed', stage: 'tls', field: 'imap.port' },
  },
  {
    name: 'R27 a server that supports only TLS 1.1',
    endpoint: 'imap',
    server: imapInTls(oldTls),
    expected: { code: 'tls-too-old', stage: 'tls', field: 'imap.host' },
  },
  {
    name: 'R27 a server that supports only TLS 1.1, after STARTTLS',
    endpoint: 'smtp',
    tls: 'starttls',
    server: (certificates) => ({
      script: smtpScript({ startTls: { ...certificates.of('good'), ...oldTls } }),
    }),
    expected: { code: 'tls-too-old', stage: 'tls', field: 'smtp.host' },
  },
  {
    name: 'a server that demands a client certificate',
    endpoint: 'imap',
    server: imapInTls({ requestCert: true }),
    expected: { code: 'tls-client-certificate-required', stage: 'greeting', field: 'imap.host' },
  },
  {
    name: 'R27 an IMAP server without STARTTLS',
    endpoint: 'imap',
    tls: 'starttls',
    server: () => ({ script: imapScript() }),
    expected: { code: 'starttls-not-offered', stage: 'starttls', field: 'imap.tls' },
  },
  {
    name: 'R27 an SMTP server without STARTTLS',
    endpoint: 'smtp',
    tls: 'starttls',
    server: () => ({ script: smtpScript() }),
    expected: { code: 'starttls-not-offered', stage: 'starttls', field: 'smtp.tls' },
  },
  {
    name: 'an SMTP server that offers STARTTLS and refuses it',
    endpoint: 'smtp',
    tls: 'starttls',
    server: (certificates) => ({
      script: smtpScript({ startTls: certificates.of('good'), startTlsAnswer: '454 4.7.0 not now\r\n' }),
    }),
    expected: { code: 'server-busy', stage: 'starttls', field: null, temporary: true },
  },
  {
    name: 'an IMAP server that offers STARTTLS and refuses it',
    endpoint: 'imap',
    tls: 'starttls',
    server: (certificates) => ({
      script: imapScript({ startTls: certificates.of('good'), startTlsAnswer: '% NO not now\r\n' }),
    }),
    expected: { code: 'starttls-refused', stage: 'starttls', field: 'imap.tls' },
  },
  {
    name: 'bytes that follow the answer to STARTTLS in plain text (IMAP)',
    endpoint: 'imap',
    tls: 'starttls',
    server: (certificates) => ({
      script: imapScript({
        startTls: certificates.of('good'),
        startTlsAnswer: '% OK begin\r\n* CAPABILITY IMAP4rev1\r\n',
      }),
    }),
    expected: { code: 'starttls-injection', stage: 'starttls', field: 'imap.host' },
  },
  {
    name: 'bytes that follow the answer to STARTTLS in plain text (SMTP)',
    endpoint: 'smtp',
    tls: 'starttls',
    server: (certificates) => ({
      script: smtpScript({
        startTls: certificates.of('good'),
        startTlsAnswer: '220 begin\r\n250 AUTH PLAIN',
      }),
    }),
    expected: { code: 'starttls-injection', stage: 'starttls', field: 'smtp.host' },
  },
  {
    name: 'a refusal in place of the TLS handshake after STARTTLS (SMTP)',
    endpoint: 'smtp',
    tls: 'starttls',
    server: (certificates) => ({
      script: smtpScript({ startTls: certificates.of('good'), answers: { STARTTLS: '220 begin\r\n' } }),
    }),
    expected: { code: 'starttls-refused', stage: 'starttls', field: 'smtp.tls' },
  },
  {
    name: 'a PREAUTH greeting, after which STARTTLS is impossible',
    endpoint: 'imap',
    tls: 'starttls',
    server: () => ({ script: imapScript({ greeting: '* PREAUTH welcome back' }) }),
    expected: { code: 'starttls-injection', stage: 'greeting', field: 'imap.host' },
  },
];
