import type { TestCertificates } from '../certificates/make-certificates.js';
import { smtpScript, type SmtpScriptOptions } from '../servers/smtp-script.js';
import { account, accounts, type Expected, type Play, type Scenario } from './scenario.js';

const smtp =
  (options: SmtpScriptOptions) =>
  (certificates: TestCertificates): Play => ({
    script: smtpScript({ accounts, ...options }),
    tls: certificates.of('good'),
  });
const onSmtp = { endpoint: 'smtp' } as const;
const login = { endpoint: 'smtp', password: true } as const;
const fails = (stage: Expected['stage'], code: Expected['code'], field: string | null): Expected => ({
  code,
  stage,
  field,
});
const refused = (stage: Expected['stage']) => fails(stage, 'server-refused', 'smtp.host');
const later = (stage: Expected['stage'], code: Expected['code'] = 'server-busy'): Expected => ({
  ...fails(stage, code, null),
  temporary: true,
});
const rejected = fails('authenticate', 'auth-rejected', 'credentials.password');
const unsupported = fails('authenticate', 'auth-mechanism-unsupported', null);

/** The lines of EHLO that announce a login in the forms that servers use. */
const announcements = {
  'AUTH= alone, as before RFC 2554': ['AUTH=LOGIN PLAIN'],
  'lower case': ['auth plain login'],
  'commas between the mechanisms': ['AUTH PLAIN,LOGIN'],
  'two lines of AUTH': ['AUTH NTLM', 'AUTH LOGIN'],
  'a tab and spaces': ['AUTH\tGSSAPI  LOGIN '],
  'unknown keywords and an empty line': ['', 'X-EXPS=LOGIN', 'AUTH LOGIN', 'X-LINK2STATE'],
} as const;

/** Scenarios of SMTP replies at every stage, and of replies in unusual forms. */
export const smtpReplyScenarios: readonly Scenario[] = [
  ...Object.entries(announcements).map(([what, keywords]): Scenario => ({
    ...login,
    name: `an SMTP server that announces its login with ${what}`,
    server: smtp({ keywords }),
    expected: null,
  })),
  // greetings
  ...['220', '220-', `220-${'x'.repeat(5_000)}\r\n220 ready`, '220 *'].map((greeting): Scenario => ({
    ...onSmtp,
    name: `an SMTP server with the greeting “${greeting.slice(0, 12)}”`,
    server: smtp({ greeting: greeting === '220-' ? '220-\r\n220 ' : greeting }),
    expected: null,
  })),
  ...['521 does not accept mail', '550 5.7.1 Your address is listed', '571 no', '554-no\r\n554 no'].map(
    (greeting): Scenario => ({
      ...onSmtp,
      name: `an SMTP server that refuses the connection with “${greeting.replace('\r\n', ' ')}”`,
      server: smtp({ greeting }),
      expected: refused('greeting'),
    }),
  ),
  ...['421-later\r\n421 later', '450 4.7.1 Greylisted', '432 4.3.2 no'].map((greeting): Scenario => ({
    ...onSmtp,
    name: `an SMTP server that greets with “${greeting.replace('\r\n', ' ')}”`,
    server: smtp({ greeting }),
    expected: later('greeting'),
  })),
  // EHLO
  ...['521 5.3.2 no mail', '550-no\r\n550 5.7.1 no', '571 no', '530 5.7.0 no'].map((reply): Scenario => ({
    ...onSmtp,
    name: `an SMTP server that refuses EHLO with “${reply.replace('\r\n', ' ')}”`,
    server: smtp({ answers: { EHLO: `${reply}\r\n` } }),
    expected: refused('capability'),
  })),
  ...['421 4.3.2 closing', '451 4.3.0 later'].map((reply): Scenario => ({
    ...onSmtp,
    name: `an SMTP server that refuses EHLO inside TLS after STARTTLS with “${reply}”`,
    tls: 'starttls',
    server: (c) => ({
      script: smtpScript({ startTls: c.of('good'), answersInTls: { EHLO: `${reply}\r\n` } }),
    }),
    expected: later('capability'),
  })),
  {
    ...onSmtp,
    name: 'an SMTP server that refuses EHLO inside TLS after STARTTLS with 550',
    tls: 'starttls',
    server: (c) => ({
      script: smtpScript({ startTls: c.of('good'), answersInTls: { EHLO: '550 5.7.1 no\r\n' } }),
    }),
    expected: refused('capability'),
  },
  {
    ...onSmtp,
    name: 'a firewall that overwrites the greeting and refuses EHLO, as Cisco PIX does',
    tls: 'starttls',
    server: () => ({
      script: smtpScript({
        greeting: '220 ******************************0*2******',
        answers: { EHLO: '502 5.5.2 Error: command not recognized\r\n' },
      }),
    }),
    expected: fails('starttls', 'starttls-not-offered', 'smtp.tls'),
    says: /inspect esmtp/,
  },
  {
    ...onSmtp,
    name: 'an SMTP server without EHLO',
    server: smtp({ answers: { EHLO: '500 5.5.1 unknown\r\n' } }),
    expected: fails('capability', 'protocol-error', 'smtp.host'),
  },
  {
    ...login,
    name: 'an SMTP server whose EHLO has no keywords',
    server: smtp({ keywords: [] }),
    expected: fails('authenticate', 'auth-not-offered', 'smtp.tls'),
  },
  // STARTTLS
  ...['530 5.7.0 no', '502 5.5.1 no', '503 5.5.1 no', '554-5.7.3 no\r\n554 5.7.3 no'].map(
    (reply): Scenario => ({
      ...onSmtp,
      name: `an SMTP server that offers STARTTLS and refuses it with “${reply.replace('\r\n', ' ')}”`,
      tls: 'starttls',
      server: (c) => ({ script: smtpScript({ startTls: c.of('good'), startTlsAnswer: `${reply}\r\n` }) }),
      expected: fails('starttls', 'starttls-refused', 'smtp.tls'),
    }),
  ),
  // AUTH
  {
    ...login,
    name: 'an SMTP server that ignores the initial response of PLAIN and asks for it',
    server: smtp({ keywords: ['AUTH PLAIN'], ignoresInitialResponse: true }),
    expected: null,
  },
  {
    ...login,
    name: 'an SMTP server that ignores the initial response of PLAIN, and a wrong password',
    server: smtp({ keywords: ['AUTH PLAIN LOGIN'], ignoresInitialResponse: true, accounts: {} }),
    expected: rejected,
  },
  {
    ...login,
    name: 'an SMTP server that refuses LOGIN with 535 before the password and accepts CRAM-MD5',
    server: smtp({ keywords: ['AUTH LOGIN CRAM-MD5'], mechanismAnswers: { LOGIN: '535 5.7.8 no\r\n' } }),
    expected: null,
  },
  {
    ...login,
    name: 'an SMTP server that answers AUTH with 503 although it announces it',
    server: smtp({ answers: { AUTH: '503 5.5.1 AUTH is not allowed here\r\n' } }),
    expected: unsupported,
  },
  {
    ...login,
    name: 'an SMTP server that answers AUTH with 530',
    server: smtp({ answers: { AUTH: '530 5.7.0 Must issue STARTTLS first\r\n' } }),
    expected: unsupported,
  },
  {
    ...login,
    name: 'an SMTP server that closes with 421 after the user name',
    server: smtp({
      keywords: ['AUTH LOGIN'],
      loginAnswer: () => '421 4.7.0 bye\r\n',
      closesAfterLogin: true,
    }),
    expected: later('authenticate', 'auth-temporary'),
  },
  {
    ...login,
    name: 'an SMTP server with a refusal of three lines, whose code is only in the first',
    server: smtp({
      loginAnswer: () => '535-5.7.139 Authentication unsuccessful\r\n535-see\r\n535 the manual\r\n',
    }),
    expected: fails('authenticate', 'auth-disabled-by-admin', 'credentials.username'),
  },
  {
    ...login,
    name: 'an SMTP server that accepts the login with a reply of two lines and no text',
    server: smtp({ loginAnswer: () => '235-\r\n235\r\n' }),
    expected: null,
  },
  {
    ...login,
    name: 'an SMTP server that closes without an answer to the password, which is not sent again',
    server: (c) => ({
      script: async (wire) => {
        wire.send('220 ready');
        await wire.readLine();
        wire.send('250-mail.example.com\r\n250 AUTH PLAIN LOGIN');
        await wire.readLine();
        wire.send('504 5.5.4 no');
        await wire.readLine();
        wire.send('334 VXNlcm5hbWU6');
        await wire.readLine();
        wire.send('334 UGFzc3dvcmQ6');
        const password = Buffer.from(await wire.readLine(), 'base64').toString();
        if (password === account.password) wire.countRefusal();
      },
      tls: c.of('good'),
    }),
    expected: fails('authenticate', 'protocol-error', 'smtp.host'),
  },
];
