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
const plainOnly = 'IMAP4rev1 AUTH=PLAIN';
const everyMechanism = 'IMAP4rev1 AUTH=PLAIN AUTH=LOGIN AUTH=CRAM-MD5';
const odd = { username: 'jörg@example.com', password: 'a "quoted\\ pässword' } as const;
const oddAccounts = { [odd.username]: odd.password };

/** Which mechanism a login uses, and when the next one is tried. */
export const mechanismScenarios: readonly Scenario[] = [
  // mechanisms that are announced and not taken (IMAP)
  {
    ...onImap,
    name: 'AUTHENTICATE is answered with BAD, the LOGIN command works',
    server: imap({ capabilities: plainOnly, answers: { AUTHENTICATE: '% BAD what is that?\r\n' } }),
    expected: null,
  },
  {
    ...onImap,
    name: 'AUTHENTICATE is answered with NO before the password was sent, the LOGIN command works',
    server: imap({ capabilities: plainOnly, answers: { AUTHENTICATE: '% NO not that way\r\n' } }),
    expected: null,
  },
  {
    ...onImap,
    name: 'PLAIN is not taken, SASL LOGIN works although the LOGIN command is disabled',
    server: imap({
      capabilities: 'IMAP4rev1 LOGINDISABLED AUTH=PLAIN AUTH=LOGIN',
      mechanismAnswers: { PLAIN: '% BAD unsupported\r\n' },
    }),
    expected: null,
  },
  {
    ...onImap,
    name: 'PLAIN and LOGIN are not taken and the LOGIN command is unknown, CRAM-MD5 works',
    server: imap({
      capabilities: everyMechanism,
      mechanismAnswers: { PLAIN: '% BAD no\r\n', LOGIN: '% NO [CANNOT] no\r\n' },
      answers: { LOGIN: '% BAD unknown\r\n' },
    }),
    expected: null,
  },
  {
    ...onImap,
    name: 'the server closes the connection after BAD, and the next mechanism works on a new one',
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
    name: 'one wrong password is sent once, whatever other mechanisms are offered',
    server: imap({ capabilities: everyMechanism, accounts: {} }),
    expected: rejected,
  },
  {
    ...onImap,
    name: 'a wrong password after a mechanism that was not taken is sent once',
    server: imap({ capabilities: plainOnly, accounts: {}, answers: { AUTHENTICATE: '% BAD no\r\n' } }),
    expected: rejected,
  },
  {
    ...onImap,
    name: 'no mechanism is taken, so the password was not judged',
    server: imap({ answers: { AUTHENTICATE: '% BAD no\r\n', LOGIN: '% BAD no\r\n' } }),
    expected: unsupported,
  },
  {
    ...onImap,
    name: 'OAuth announced alone does not forbid the LOGIN command',
    server: imap({ capabilities: 'IMAP4rev1 AUTH=XOAUTH2' }),
    expected: null,
  },
  {
    ...onImap,
    name: 'a user name and a password of any characters are sent as literals',
    credentials: odd,
    server: imap({ accounts: oddAccounts, capabilities: 'IMAP4rev1' }),
    expected: null,
  },
  // responses where RFC 9051 §7 lets them come
  {
    ...onImap,
    name: 'capabilities in the response code of the tagged OK',
    server: imap({ answers: { CAPABILITY: '% OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] done\r\n' } }),
    expected: null,
  },
  {
    ...onImap,
    name: 'capabilities in the greeting, and none behind CAPABILITY',
    server: imap({
      greeting: '* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] ready',
      answers: { CAPABILITY: '% OK done\r\n' },
    }),
    expected: null,
  },
  {
    ...onImap,
    name: 'untagged responses with a literal before the tagged OK of the login',
    server: imap({ loginAnswer: () => '* OK [ALERT] hello\r\n* X {8}\r\nab\r\ncd\r\n\r\n% OK done\r\n' }),
    expected: null,
  },
  {
    ...onImap,
    name: 'untagged status responses before the capabilities',
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
    name: 'the server closes the connection after 504, and LOGIN works on a new one',
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
    name: 'EHLO is taken once only',
    server: smtp({ takesEhloOnce: true }),
    expected: null,
  },
  {
    ...onSmtp,
    name: 'EHLO is taken once before and once after STARTTLS',
    tls: 'starttls',
    server: (c) => ({ script: smtpScript({ accounts, takesEhloOnce: true, startTls: c.of('good') }) }),
    expected: null,
  },
  {
    ...onSmtp,
    name: 'EHLO is taken once only, and the password is wrong',
    server: smtp({ takesEhloOnce: true, accounts: {} }),
    expected: rejected,
  },
  {
    ...onSmtp,
    name: 'PLAIN is refused with 504 5.5.4, LOGIN works',
    server: smtp({ mechanismAnswers: { PLAIN: '504 5.5.4 Unrecognized authentication type\r\n' } }),
    expected: null,
  },
  {
    ...onSmtp,
    name: 'PLAIN is refused with 502, LOGIN works',
    server: smtp({ mechanismAnswers: { PLAIN: '502 5.5.1 no\r\n' } }),
    expected: null,
  },
  {
    ...onSmtp,
    name: 'PLAIN is too weak, CRAM-MD5 works',
    server: smtp({
      keywords: ['AUTH PLAIN CRAM-MD5'],
      mechanismAnswers: { PLAIN: '534 5.7.9 Authentication mechanism is too weak\r\n' },
    }),
    expected: null,
  },
  {
    ...onSmtp,
    name: 'CRAM-MD5 alone with a wrong password',
    server: smtp({ keywords: ['AUTH CRAM-MD5'], accounts: { [account.username]: 'other' } }),
    expected: rejected,
  },
  {
    ...onSmtp,
    name: 'no offered mechanism is taken',
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
      name: `only ${words} is offered`,
      server: smtp({ keywords: [`AUTH ${words}`] }),
      expected: unsupported,
      says,
      saysNot: /port 25|between servers/i,
    },
    {
      endpoint: 'smtp',
      name: `without a password only ${words} is a warning that names it`,
      server: smtp({ keywords: [`AUTH ${words}`] }),
      expected: null,
      warnings: ['auth-mechanism-unsupported'],
      says,
    },
  ]),
  {
    ...onImap,
    name: 'the LOGIN command is disabled and only NTLM is offered',
    server: imap({ capabilities: 'IMAP4rev1 LOGINDISABLED AUTH=NTLM' }),
    expected: unsupported,
    says: /NTLM/,
  },
];
