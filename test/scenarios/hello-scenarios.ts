import type { TestCertificates } from '../certificates/make-certificates.js';
import { smtpScript, type SmtpScriptOptions } from '../servers/smtp-script.js';
import { imapScript } from '../servers/imap-script.js';
import type { Expected, Play, Scenario } from './scenario.js';

const smtp =
  (options: SmtpScriptOptions) =>
  (certificates: TestCertificates): Play => ({
    script: smtpScript(options),
    tls: certificates.of('good'),
  });
const onSmtp = { endpoint: 'smtp' } as const;
const refused: Expected = { code: 'server-refused', stage: 'capability', field: 'smtp.host' };
const busy = (stage: Expected['stage']): Expected => ({
  code: 'server-busy',
  stage,
  field: null,
  temporary: true,
});
const ftp = (stage: Expected['stage']): Expected => ({
  code: 'not-this-protocol',
  stage,
  field: 'smtp.port',
  suggestion: '465',
});

/** Scenarios of greetings, of answers to EHLO and STARTTLS, and of firewalls that overwrite words of the server. */
export const helloScenarios: readonly Scenario[] = [
  // The host name and text of these SMTP greetings contain words of other protocols.
  ...[
    '220 ftp.example.net ESMTP Postfix',
    '220 ftp01.example.net ESMTP Exim 4.96',
    '220 mail.example.net ESMTP (the same host serves ftp and www)',
    '220 ssh.example.net SMTP',
    '220 ftp.example.net',
    '220 lmtp.example.net',
    '220 mx.example.net ESMTP, no LMTP here',
    '220-pop3.example.net\r\n220 imap and http live here too',
  ].map((greeting): Scenario => ({
    ...onSmtp,
    name: `an SMTP server with the greeting “${greeting.replace('\r\n', ' ')}”`,
    server: smtp({ greeting }),
    expected: null,
  })),
  ...[
    '220 (vsFTPd 3.0.5)',
    '220 ProFTPD Server ready.',
    '220 Microsoft FTP Service',
    '220 FileZilla Server 1.8',
  ].map((greeting): Scenario => ({
    ...onSmtp,
    name: `an FTP server with the greeting “${greeting}”`,
    server: smtp({ greeting }),
    expected: ftp('greeting'),
  })),
  {
    ...onSmtp,
    name: 'an FTP server without a name in its greeting is recognised by its answer to EHLO',
    server: smtp({ greeting: '220 ready', answers: { EHLO: '530 Please login with USER and PASS.\r\n' } }),
    expected: ftp('capability'),
  },
  {
    ...onSmtp,
    name: 'a news server, which greets with 200',
    server: smtp({ greeting: '200 news.example.net ready, posting allowed' }),
    expected: { code: 'not-this-protocol', stage: 'greeting', field: 'smtp.port', suggestion: '465' },
    says: /answers with NNTP/,
  },
  // servers that refuse EHLO because of our name or address
  ...[
    '550 5.7.1 Helo name not accepted',
    '554 5.7.1 Client host is listed',
    '501 5.5.2 Bad EHLO argument',
    '504 5.5.2 Need a full host name',
    '553 5.5.4 no',
  ].map((reply): Scenario => ({
    ...onSmtp,
    name: `a server that refuses EHLO with ${reply}`,
    server: smtp({ answers: { EHLO: `${reply}\r\n` } }),
    expected: refused,
    says: /EHLO/,
  })),
  ...[
    '450 4.7.1 Helo host not found',
    '421 4.3.2 Too busy',
    '451 4.7.1 Greylisted',
    '452 4.3.1 Out of space',
  ].map((reply): Scenario => ({
    ...onSmtp,
    name: `a server that temporarily refuses EHLO with ${reply}`,
    server: smtp({ answers: { EHLO: `${reply}\r\n` } }),
    expected: busy('capability'),
  })),
  ...['421 4.7.0 Too many connections', '454 4.7.0 TLS is not available now', '450 4.3.0 later'].map(
    (reply): Scenario => ({
      ...onSmtp,
      tls: 'starttls',
      name: `a server that temporarily refuses STARTTLS with ${reply}`,
      server: (c) => ({ script: smtpScript({ startTls: c.of('good'), startTlsAnswer: `${reply}\r\n` }) }),
      expected: busy('starttls'),
    }),
  ),
  {
    endpoint: 'imap',
    tls: 'starttls',
    name: 'a server that temporarily refuses STARTTLS with NO [UNAVAILABLE]',
    server: (c) => ({
      script: imapScript({ startTls: c.of('good'), startTlsAnswer: '% NO [UNAVAILABLE] later\r\n' }),
    }),
    expected: busy('starttls'),
  },
  {
    ...onSmtp,
    tls: 'starttls',
    name: 'a server that permanently refuses STARTTLS with 554',
    server: (c) => ({ script: smtpScript({ startTls: c.of('good'), startTlsAnswer: '554 5.7.3 no\r\n' }) }),
    expected: { code: 'starttls-refused', stage: 'starttls', field: 'smtp.tls' },
  },
  // firewalls that hide STARTTLS
  ...(
    [
      ['250-mail.example.com', '250-XXXXXXXA', '250 XXXXXXXB'],
      ['250-mail.example.com', '250-SIZE 100', '250 XXXXXXXXXA'],
    ] as const
  ).map((lines): Scenario => ({
    ...onSmtp,
    tls: 'starttls',
    name: `a firewall overwrites keywords: ${lines.join(' ')}`,
    server: () => ({ script: smtpScript({ answers: { EHLO: `${lines.join('\r\n')}\r\n` } }) }),
    expected: { code: 'starttls-not-offered', stage: 'starttls', field: 'smtp.tls' },
    says: /Cisco.*inspect esmtp.*Microsoft/,
  })),
  {
    ...onSmtp,
    tls: 'starttls',
    name: 'a firewall that overwrites the greeting',
    server: () => ({ script: smtpScript({ greeting: '220 ************2***0*', keywords: ['SIZE'] }) }),
    expected: { code: 'starttls-not-offered', stage: 'starttls', field: 'smtp.tls' },
    says: /hides STARTTLS/,
  },
];
