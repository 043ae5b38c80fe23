import { imapScript } from '../servers/imap-script.js';
import { smtpScript } from '../servers/smtp-script.js';
import type { TestCertificates } from '../certificates/make-certificates.js';
import { hurried, type Play, type Scenario } from './scenario.js';

const inTls =
  (script: Play['script']) =>
  (certificates: TestCertificates): Play => ({ script, tls: certificates.of('good') });
const plain = (script: Play['script']) => (): Play => ({ script });
const says =
  (bytes: string): Play['script'] =>
  async (wire) => {
    wire.sendRaw(bytes);
    await wire.untilClosed();
  };

/** Scenarios of servers that speak another protocol or TLS mode, or whose greeting or capabilities are wrong. */
export const greetingScenarios: readonly Scenario[] = [
  {
    name: 'R27 implicit TLS with a STARTTLS port suggests STARTTLS (IMAP)',
    endpoint: 'imap',
    server: (certificates) => ({ script: imapScript({ startTls: certificates.of('good') }) }),
    expected: { code: 'wrong-security-mode', stage: 'tls', field: 'imap.tls', suggestion: 'starttls' },
  },
  {
    name: 'R27 implicit TLS with a STARTTLS port suggests STARTTLS (SMTP)',
    endpoint: 'smtp',
    server: (certificates) => ({ script: smtpScript({ startTls: certificates.of('good') }) }),
    expected: { code: 'wrong-security-mode', stage: 'tls', field: 'smtp.tls', suggestion: 'starttls' },
  },
  {
    name: 'R27 STARTTLS with an implicit TLS port suggests implicit TLS',
    endpoint: 'imap',
    tls: 'starttls',
    server: inTls(imapScript()),
    limits: { greetingMs: 500 },
    expected: { code: 'wrong-security-mode', stage: 'greeting', field: 'imap.tls', suggestion: 'implicit' },
  },
  {
    name: 'implicit TLS with a port that offers no encryption at all',
    endpoint: 'smtp',
    server: plain(smtpScript()),
    expected: { code: 'starttls-not-offered', stage: 'tls', field: 'smtp.tls' },
  },
  {
    name: 'a submission server on the IMAP port, inside TLS (as with port 465 entered for IMAP)',
    endpoint: 'imap',
    server: inTls(smtpScript()),
    expected: { code: 'not-this-protocol', stage: 'greeting', field: 'imap.port', suggestion: '993' },
  },
  {
    name: 'an IMAP server on the SMTP port, inside TLS (as with port 993 entered for SMTP)',
    endpoint: 'smtp',
    server: inTls(imapScript()),
    expected: { code: 'not-this-protocol', stage: 'greeting', field: 'smtp.port', suggestion: '465' },
  },
  {
    name: 'an implicit TLS submission server, probed as IMAP with STARTTLS, is recognised although it sends no greeting',
    endpoint: 'imap',
    tls: 'starttls',
    server: inTls(smtpScript()),
    limits: { greetingMs: 500 },
    expected: { code: 'not-this-protocol', stage: 'greeting', field: 'imap.port', suggestion: '993' },
  },
  {
    name: 'an SSH server on a mail port',
    endpoint: 'imap',
    server: plain(says('SSH-2.0-OpenSSH_9.2p1\r\n')),
    expected: { code: 'not-this-protocol', stage: 'tls', field: 'imap.port', suggestion: '993' },
  },
  {
    name: 'a web server that answers with an error because no request came',
    endpoint: 'smtp',
    tls: 'starttls',
    server: plain(says('HTTP/1.1 400 Bad Request\r\n\r\n')),
    expected: { code: 'not-this-protocol', stage: 'greeting', field: 'smtp.port', suggestion: '465' },
  },
  {
    name: 'a POP3 server on a mail port',
    endpoint: 'imap',
    tls: 'starttls',
    server: plain(says('+OK ready <1@example.com>\r\n')),
    expected: { code: 'not-this-protocol', stage: 'greeting', field: 'imap.port', suggestion: '993' },
  },
  {
    name: 'an FTP server, whose greeting starts with 220 like that of SMTP',
    endpoint: 'smtp',
    tls: 'starttls',
    server: plain(says('220 example.com FTP server ready\r\n')),
    expected: { code: 'not-this-protocol', stage: 'greeting', field: 'smtp.port', suggestion: '465' },
  },
  {
    name: 'a greeting of no known protocol',
    endpoint: 'imap',
    tls: 'starttls',
    server: plain(says('welcome, stranger\r\n')),
    expected: { code: 'not-this-protocol', stage: 'greeting', field: 'imap.port' },
  },
  {
    name: 'a telnet server, whose first message has no line end',
    endpoint: 'imap',
    tls: 'starttls',
    server: plain(says('\u00ff\u00fd\u0018\u00ff\u00fd\u0020login: ')),
    limits: { greetingMs: 500 },
    expected: { code: 'not-this-protocol', stage: 'greeting', field: 'imap.port', suggestion: '993' },
    says: /answers with Telnet/,
  },
  {
    name: 'a MySQL server, which refuses us in a packet and closes',
    endpoint: 'smtp',
    tls: 'starttls',
    server: plain(async (wire) => {
      wire.sendRaw(
        '\u0047\u0000\u0000\u0000\u00ffj\u0004Host is not allowed to connect to this MySQL server',
      );
    }),
    expected: { code: 'not-this-protocol', stage: 'greeting', field: 'smtp.port', suggestion: '465' },
    says: /answers with MySQL/,
  },
  {
    name: 'a MySQL server, which greets in a packet and waits',
    endpoint: 'imap',
    tls: 'starttls',
    server: plain(says('\u0049\u0000\u0000\u0000\u000a8.0.39\u0000\u0008')),
    limits: { greetingMs: 500 },
    expected: { code: 'not-this-protocol', stage: 'greeting', field: 'imap.port', suggestion: '993' },
    says: /answers with MySQL/,
  },
  // LMTP servers. Dovecot greets without the name of the protocol, and Cyrus with it.
  ...(
    [
      [
        'Dovecot',
        'starttls',
        '220 mail.example.com Dovecot ready.',
        '502 5.5.1 Unknown command',
        'capability',
      ],
      ['Dovecot', 'implicit', '220 mail.example.com Dovecot ready.', '502 5.5.1 Unknown command', 'tls'],
      ['Cyrus', 'starttls', '220 mail.example.com Cyrus LMTP 3.6.1 server ready', '500 5.5.2 no', 'greeting'],
    ] as const
  ).map(([program, tls, greeting, reply, stage]): Scenario => ({
    name: `the LMTP server of ${program} on the SMTP port, with TLS mode ${tls}`,
    endpoint: 'smtp',
    tls,
    server: plain(
      smtpScript({ greeting, answers: { EHLO: `${reply}\r\n`, LHLO: '250-mail\r\n250 PIPELINING\r\n' } }),
    ),
    expected: { code: 'not-this-protocol', stage, field: 'smtp.port', suggestion: '465' },
    says: /answers with LMTP on port \d+, not as an SMTP server\. LMTP \(RFC 2033\).*465.*587/,
  })),
  {
    name: 'an LMTP server on the IMAP port',
    endpoint: 'imap',
    tls: 'starttls',
    server: plain(says('220 mail.example.com Cyrus LMTP 3.6.1 server ready\r\n')),
    expected: { code: 'not-this-protocol', stage: 'greeting', field: 'imap.port', suggestion: '993' },
    says: /LMTP \(RFC 2033\).*993/,
  },
  ...(['imap', 'smtp'] as const).map((endpoint): Scenario => ({
    name: `a ManageSieve server on the port of ${endpoint}`,
    endpoint,
    tls: 'starttls',
    server: plain(says('"IMPLEMENTATION" "Dovecot Pigeonhole"\r\n"SIEVE" "vacation"\r\nOK "ready"\r\n')),
    expected: {
      code: 'not-this-protocol',
      stage: 'greeting',
      field: `${endpoint}.port`,
      suggestion: endpoint === 'imap' ? '993' : '465',
    },
    says: /answers with ManageSieve/,
  })),
  {
    name: 'an IMAP server that greets with BYE',
    endpoint: 'imap',
    server: inTls(says('* BYE [UNAVAILABLE] too many connections\r\n')),
    expected: { code: 'server-busy', stage: 'greeting', field: null, temporary: true },
  },
  {
    name: 'an SMTP server that greets with 421',
    endpoint: 'smtp',
    tls: 'starttls',
    server: plain(says('421 4.7.0 try again later\r\n')),
    expected: { code: 'server-busy', stage: 'greeting', field: null, temporary: true },
  },
  {
    name: 'an SMTP server that refuses the connection with 554',
    endpoint: 'smtp',
    server: inTls(says('554 5.7.1 no service for you\r\n')),
    expected: { code: 'server-refused', stage: 'greeting', field: 'smtp.host' },
  },
  {
    name: 'an SMTP server that refuses EHLO',
    endpoint: 'smtp',
    server: inTls(smtpScript({ answers: { EHLO: '502 5.5.1 what?\r\n' } })),
    expected: { code: 'protocol-error', stage: 'capability', field: 'smtp.host' },
  },
  {
    name: 'an SMTP reply whose lines have different reply codes',
    endpoint: 'smtp',
    server: inTls(smtpScript({ answers: { EHLO: '250-mail.example.com\r\n550 no\r\n' } })),
    expected: { code: 'protocol-error', stage: 'capability', field: 'smtp.host' },
  },
  {
    name: 'an IMAP server that refuses CAPABILITY',
    endpoint: 'imap',
    server: inTls(imapScript({ answers: { CAPABILITY: '% BAD what?\r\n' } })),
    expected: { code: 'protocol-error', stage: 'capability', field: 'imap.host' },
  },
  {
    name: 'an IMAP server that closes the connection in the middle of a session',
    endpoint: 'imap',
    server: inTls(imapScript({ answers: { CAPABILITY: '* BYE going down\r\n' } })),
    expected: { code: 'server-busy', stage: 'capability', field: null, temporary: true },
  },
  {
    name: 'an IMAP server that greets with PREAUTH inside TLS',
    endpoint: 'imap',
    server: inTls(imapScript({ greeting: '* PREAUTH welcome back' })),
    expected: { code: 'preauth', stage: 'greeting', field: 'imap.host' },
  },
  {
    name: 'a server that sends its greeting byte by byte',
    endpoint: 'imap',
    tls: 'starttls',
    server: plain(async (wire) => {
      for (;;) {
        wire.sendRaw('*');
        await wire.pause(50);
      }
    }),
    limits: hurried,
    expected: { code: 'deadline-exceeded', stage: 'greeting', field: 'imap.host' },
  },
];
