import type { TestCertificates } from '../certificates/make-certificates.js';
import { imapScript } from '../servers/imap-script.js';
import { smtpScript } from '../servers/smtp-script.js';
import type { Wire } from '../servers/wire.js';
import { account, accounts, type Expected, type Play, type Scenario } from './scenario.js';

const rejected: Expected = { code: 'auth-rejected', stage: 'authenticate', field: 'credentials.password' };
const onImap = { endpoint: 'imap', password: true } as const;
const imapAnswers =
  (answer: string, end: 'close' | 'reset' = 'close') =>
  (certificates: TestCertificates): Play => ({
    script: async (wire) => {
      await imapScript({
        accounts,
        capabilities: 'IMAP4rev1',
        loginAnswer: () => answer,
        closesAfterLogin: true,
      })(wire);
      if (end === 'reset') await resetBehindAnswer(wire);
    },
    tls: certificates.of('good'),
  });

/** Waits until the answer has been sent, then breaks the connection. */
async function resetBehindAnswer(wire: Wire): Promise<void> {
  await wire.pause(20);
  wire.reset();
}

/**
 * Scenarios of servers that close, reset or break the connection directly after their answer, which must still be
 * used.
 */
export const lastWordScenarios: readonly Scenario[] = [
  { ...onImap, name: 'NO and close', server: imapAnswers('% NO Login failed\r\n'), expected: rejected },
  {
    ...onImap,
    name: 'an IMAP server that answers the login with NO and BYE and closes',
    server: imapAnswers('% NO Login failed\r\n* BYE Goodbye\r\n'),
    expected: rejected,
  },
  {
    ...onImap,
    name: 'an IMAP server that answers the login with BYE and then the tagged NO',
    server: imapAnswers('* BYE Goodbye\r\n% NO [AUTHENTICATIONFAILED] no\r\n'),
    expected: rejected,
  },
  {
    ...onImap,
    name: 'an IMAP server that answers the login with NO and resets the connection',
    server: imapAnswers('% NO Login failed\r\n', 'reset'),
    expected: rejected,
  },
  {
    ...onImap,
    name: 'an IMAP server that answers the login with NO and then sends invalid bytes',
    server: imapAnswers(`% NO Login failed\r\n${'\0\xff garbage '.repeat(50)}`),
    expected: rejected,
  },
  {
    ...onImap,
    name: 'an IMAP server that answers the login with NO and then sends endless bytes',
    server: imapAnswers(`% NO Login failed\r\n${'x'.repeat(100_000)}`),
    expected: rejected,
  },
  { ...onImap, name: 'OK and close', server: imapAnswers('% OK in\r\n'), expected: null },
  { ...onImap, name: 'OK, BYE and close', server: imapAnswers('% OK in\r\n* BYE out\r\n'), expected: null },
  { ...onImap, name: 'OK and reset', server: imapAnswers('% OK in\r\n', 'reset'), expected: null },
  {
    ...onImap,
    name: 'an IMAP server that answers the login with OK and every later command with BYE',
    server: (c) => ({
      script: imapScript({ accounts, answers: { ID: '* BYE trouble\r\n', LOGOUT: '* BYE trouble\r\n' } }),
      tls: c.of('good'),
    }),
    expected: null,
  },
  {
    endpoint: 'smtp',
    password: true,
    name: 'an SMTP server that answers the login with 535 and closes',
    server: (c) => ({
      script: smtpScript({ accounts: {}, closesAfterLogin: true }),
      tls: c.of('good'),
    }),
    expected: rejected,
  },
  {
    endpoint: 'smtp',
    password: true,
    name: 'an SMTP server that answers the login with 235 and closes',
    server: (c) => ({ script: smtpScript({ accounts, closesAfterLogin: true }), tls: c.of('good') }),
    expected: null,
  },
  {
    endpoint: 'smtp',
    name: 'an SMTP server that greets with 554 and resets the connection',
    tls: 'starttls',
    server: () => ({
      script: async (wire) => {
        wire.send('554 5.7.1 no');
        await resetBehindAnswer(wire);
      },
    }),
    expected: { code: 'server-refused', stage: 'greeting', field: 'smtp.host' },
  },
  {
    endpoint: 'imap',
    name: 'an IMAP server that greets with BYE and a response code and closes',
    server: (c) => ({
      script: async (wire) => wire.sendRaw('* BYE [ALERT] full\r\n\r\n\0\0'),
      tls: c.of('good'),
    }),
    expected: { code: 'server-busy', stage: 'greeting', field: null, temporary: true },
  },
  // Servers that accept STARTTLS and then refuse it, as Courier does if its TLS program fails.
  ...(['P2 NO STARTTLS failed\r\n', 'P2 BAD no\r\n'] as const).map((takenBack): Scenario => ({
    endpoint: 'imap',
    tls: 'starttls',
    name: `a server that accepts STARTTLS and then answers “${takenBack.trim()}”`,
    server: () => ({
      script: async (wire) => {
        wire.send('* OK ready');
        await wire.readLine();
        wire.send('* CAPABILITY IMAP4rev1 STARTTLS LOGINDISABLED\r\nP1 OK done');
        await wire.readLine();
        wire.send('P2 OK begin');
        await wire.readUntil('\x16\x03');
        wire.sendRaw(takenBack);
        await wire.untilClosed();
      },
    }),
    expected: { code: 'starttls-refused', stage: 'starttls', field: 'imap.tls' },
  })),
  {
    endpoint: 'imap',
    tls: 'starttls',
    name: 'a server that accepts STARTTLS and refuses it in the same TCP segment',
    server: (c) => ({
      script: imapScript({ startTls: c.of('good'), startTlsAnswer: '% OK begin\r\n% NO failed\r\n' }),
    }),
    expected: { code: 'starttls-refused', stage: 'starttls', field: 'imap.tls' },
  },
  {
    endpoint: 'smtp',
    tls: 'starttls',
    name: 'other plain text in place of the TLS handshake, reported as an injection',
    server: () => ({
      script: async (wire) => {
        wire.send('220 ready');
        await wire.readLine();
        wire.send('250-mail.example.com\r\n250 STARTTLS');
        await wire.readLine();
        wire.send('220 begin');
        await wire.readUntil('\x16\x03');
        wire.send(`250 AUTH PLAIN ${account.username}`);
        await wire.untilClosed();
      },
    }),
    expected: { code: 'starttls-injection', stage: 'tls', field: 'smtp.host' },
  },
];
