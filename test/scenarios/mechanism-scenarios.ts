import type { TestCertificates } from '../certificates/make-certificates.js';
import { imapScript, type ImapScriptOptions } from '../servers/imap-script.js';
import { smtpScript, type SmtpScriptOptions } from '../servers/smtp-script.js';
import { account, accounts, type Expected, type Play, type Scenario } from './scenario.js';

const imap =
  (options: ImapScriptOptions) =>
  (certificates: TestCertificates): Play => ({
    script: imapScript({ accounts, ...options }),
    tls: certificates.of('good'),
  });
const smtp =
  (options: SmtpScriptOptions) =>
  (certificates: TestCertificates): Play => ({
    script: smtpScript({ accounts, ...options }),
    tls: certificates.of('good'),
  });
const onImap = { endpoint: 'imap', password: true } as const;
const onSmtp = { endpoint: 'smtp', password: true } as const;
const rejected: Expected = { code: 'auth-rejected', stage: 'authenticate', field: 'credentials.password' };
const unsupported: Expected = { code: 'auth-mechanism-unsupported', stage: 'authenticate', field: null };
/** The login is skipped if none of the mechanisms is one that Postern uses. */
const untried: Expected = { ...unsupported, isSkipped: true };
const plainOnly = 'IMAP4rev1 AUTH=PLAIN';
const everyMechanism = 'IMAP4rev1 AUTH=PLAIN AUTH=LOGIN AUTH=CRAM-MD5';
const odd = { username: 'jörg@example.com', password: 'a "quoted\\ pässword' } as const;
const oddAccounts = { [odd.username]: odd.password };

/** Scenarios of the mechanism that a login uses, and of the cases in which the next one is tried. */
export const mechanismScenarios: readonly Scenario[] = [
  // IMAP servers that announce mechanisms and refuse them
  {
    ...onImap,
    name: 'an IMAP server that answers AUTHENTICATE with BAD and accepts the LOGIN command',
    server: imap({ capabilities: plainOnly, answers: { AUTHENTICATE: '% BAD what is that?\r\n' } }),
    expected: null,
  },
  {
    ...onImap,
    name: 'an IMAP server that refuses AUTHENTICATE before the password and accepts the LOGIN command',
    server: imap({ capabilities: plainOnly, answers: { AUTHENTICATE: '% NO not that way\r\n' } }),
    expected: null,
  },
  {
    ...onImap,
    name: 'an IMAP server that refuses PLAIN, has disabled the LOGIN command and accepts SASL LOGIN',
    server: imap({
      capabilities: 'IMAP4rev1 LOGINDISABLED AUTH=PLAIN AUTH=LOGIN',
      mechanismAnswers: { PLAIN: '% BAD unsupported\r\n' },
    }),
    expected: null,
  },
  {
    ...onImap,
    name: 'an IMAP server that accepts CRAM-MD5 alone, which imapflow does not support',
    server: imap({
      capabilities: everyMechanism,
      mechanismAnswers: { PLAIN: '% BAD no\r\n', LOGIN: '% NO [CANNOT] no\r\n' },
      answers: { LOGIN: '% BAD unknown\r\n' },
    }),
    expected: unsupported,
  },
  {
    ...onImap,
    name: 'an IMAP server that closes after BAD and accepts the next mechanism on a new connection',
    server: (certificates) => {
      let visits = 0;
      return {
        script: async (wire) => {
          visits += 1;
          if (visits > 1) return await imapScript({ accounts, capabilities: plainOnly })(wire);
          wire.send('* OK ready');
          const [capability = ''] = (await wire.readLine()).split(' ');
          wire.send(`* CAPABILITY ${plainOnly}\r\n${capability} OK done`);
          const [tag = ''] = (await wire.readLine()).split(' ');
          wire.send(`${tag} BAD no`);
        },
        tls: certificates.of('good'),
      };
    },
    expected: null,
  },
  {
    ...onImap,
    name: 'a wrong password, which is sent only once although other mechanisms are offered',
    server: imap({ capabilities: everyMechanism, accounts: {} }),
    expected: rejected,
  },
  {
    ...onImap,
    name: 'a wrong password after a refused mechanism, which is sent only once',
    server: imap({ capabilities: plainOnly, accounts: {}, answers: { AUTHENTICATE: '% BAD no\r\n' } }),
    expected: rejected,
  },
  {
    ...onImap,
    name: 'an IMAP server that refuses every mechanism and never judges the password',
    server: imap({ answers: { AUTHENTICATE: '% BAD no\r\n', LOGIN: '% BAD no\r\n' } }),
    expected: unsupported,
  },
  {
    ...onImap,
    name: 'an IMAP server that announces only OAuth and accepts the LOGIN command',
    server: imap({ capabilities: 'IMAP4rev1 AUTH=XOAUTH2' }),
    expected: null,
  },
  {
    ...onImap,
    name: 'a user name and a password with special characters, which are sent as literals',
    credentials: odd,
    server: imap({ accounts: oddAccounts, capabilities: 'IMAP4rev1' }),
    expected: null,
  },
  // IMAP servers that send responses at unusual places that RFC 9051 §7 allows
  {
    ...onImap,
    name: 'an IMAP server with capabilities in the response code of the tagged OK',
    server: imap({ answers: { CAPABILITY: '% OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] done\r\n' } }),
    expected: null,
  },
  {
    ...onImap,
    name: 'an IMAP server with capabilities in the greeting and none in the answer to CAPABILITY',
    server: imap({
      greeting: '* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] ready',
      answers: { CAPABILITY: '% OK done\r\n' },
    }),
    expected: null,
  },
  {
    ...onImap,
    name: 'an IMAP server that sends untagged responses with a literal before the OK of the login',
    server: imap({ loginAnswer: () => '* OK [ALERT] hello\r\n* X {8}\r\nab\r\ncd\r\n\r\n% OK done\r\n' }),
    expected: null,
  },
  {
    ...onImap,
    name: 'an IMAP server that sends untagged status responses before its capabilities',
    server: imap({
      answers: {
        CAPABILITY: '* NO warming up\r\n* OK [ALERT] hi\r\n* CAPABILITY IMAP4rev1\r\n% OK done\r\n',
      },
    }),
    expected: null,
  },
  // SMTP
  {
    ...onSmtp,
    name: 'an SMTP server that closes after 504 and accepts LOGIN on a new connection',
    server: (certificates) => {
      let visits = 0;
      return {
        script: async (wire) => {
          visits += 1;
          if (visits > 1) return await smtpScript({ accounts })(wire);
          wire.send('220 ready');
          await wire.readLine();
          wire.send('250-mail.example.com\r\n250 AUTH PLAIN LOGIN');
          await wire.readLine();
          wire.send('504 5.5.4 no');
        },
        tls: certificates.of('good'),
      };
    },
    expected: null,
  },
  {
    ...onSmtp,
    name: 'an SMTP server that accepts EHLO only once',
    server: smtp({ takesEhloOnce: true }),
    expected: null,
  },
  {
    ...onSmtp,
    name: 'an SMTP server that accepts EHLO once before and once after STARTTLS',
    tls: 'starttls',
    server: (c) => ({ script: smtpScript({ accounts, takesEhloOnce: true, startTls: c.of('good') }) }),
    expected: null,
  },
  {
    ...onSmtp,
    name: 'an SMTP server that accepts EHLO only once, and a wrong password',
    server: smtp({ takesEhloOnce: true, accounts: {} }),
    expected: rejected,
  },
  {
    ...onSmtp,
    name: 'an SMTP server that refuses PLAIN with 504 5.5.4 and accepts LOGIN',
    server: smtp({ mechanismAnswers: { PLAIN: '504 5.5.4 Unrecognized authentication type\r\n' } }),
    expected: null,
  },
  {
    ...onSmtp,
    name: 'an SMTP server that refuses PLAIN with 502 and accepts LOGIN',
    server: smtp({ mechanismAnswers: { PLAIN: '502 5.5.1 no\r\n' } }),
    expected: null,
  },
  {
    ...onSmtp,
    name: 'an SMTP server that refuses PLAIN as too weak and accepts CRAM-MD5',
    server: smtp({
      keywords: ['AUTH PLAIN CRAM-MD5'],
      mechanismAnswers: { PLAIN: '534 5.7.9 Authentication mechanism is too weak\r\n' },
    }),
    expected: null,
  },
  {
    ...onSmtp,
    name: 'an SMTP server that offers only CRAM-MD5, and a wrong password',
    server: smtp({ keywords: ['AUTH CRAM-MD5'], accounts: { [account.username]: 'other' } }),
    expected: rejected,
  },
  {
    ...onSmtp,
    name: 'an SMTP server that refuses every mechanism that it offers',
    server: smtp({ answers: { AUTH: '504 5.5.4 no\r\n' } }),
    expected: unsupported,
    says: /PLAIN, LOGIN/,
  },
  ...(
    [
      ['GSSAPI NTLM', /GSSAPI, NTLM/],
      ['SCRAM-SHA-256', /SCRAM-SHA-256/],
      ['DIGEST-MD5 XOAUTH2', /DIGEST-MD5, XOAUTH2/],
    ] as const
  ).flatMap(([words, says]): Scenario[] => [
    {
      ...onSmtp,
      name: `a server that offers only ${words}`,
      server: smtp({ keywords: [`AUTH ${words}`] }),
      expected: untried,
      says,
      saysNot: /port 25|between servers/i,
    },
    {
      endpoint: 'smtp',
      name: `without a password a server that offers only ${words} gives a warning that names it`,
      server: smtp({ keywords: [`AUTH ${words}`] }),
      expected: null,
      warnings: ['auth-mechanism-unsupported'],
      says,
    },
  ]),
  {
    ...onImap,
    name: 'an IMAP server that has disabled the LOGIN command and offers only NTLM',
    server: imap({ capabilities: 'IMAP4rev1 LOGINDISABLED AUTH=NTLM' }),
    expected: untried,
    says: /NTLM/,
  },
];
