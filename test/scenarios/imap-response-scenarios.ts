import type { TestCertificates } from '../certificates/make-certificates.js';
import { imapScript, type ImapScriptOptions } from '../servers/imap-script.js';
import { accounts, type Expected, type Play, type Scenario } from './scenario.js';

const imap =
  (options: ImapScriptOptions) =>
  (certificates: TestCertificates): Play => ({
    script: imapScript({ accounts, ...options }),
    tls: certificates.of('good'),
  });
const onImap = { endpoint: 'imap', password: true } as const;
const fails = (code: Expected['code'], field: string | null = null): Expected => ({
  code,
  stage: 'authenticate',
  field,
});
const rejected = fails('auth-rejected', 'credentials.password');
const later = (stage: Expected['stage'], code: Expected['code']): Expected => ({
  code,
  stage,
  field: null,
  temporary: true,
});
const plainOnly = 'IMAP4rev1 AUTH=PLAIN';
const manyWords = Array.from({ length: 1_500 }, (_, index) => `X-${index}`).join(' ');

/** Answers to CAPABILITY that RFC 9051 §7 allows, or that a lenient reader takes; the login must pass. */
const capabilityAnswers = {
  'its capabilities in two responses': '* CAPABILITY IMAP4rev1\r\n* CAPABILITY AUTH=PLAIN\r\n% OK done\r\n',
  'a text that ends like a literal': '* OK about that {7}\r\n* CAPABILITY IMAP4rev1\r\n% OK {9}\r\n',
  'two spaces and a tab between capabilities': '* CAPABILITY  IMAP4rev1\tAUTH=PLAIN \r\n% OK done\r\n',
  'lower case': '* capability imap4rev1 auth=plain\r\n% ok done\r\n',
  'only IMAP4rev2': '* CAPABILITY IMAP4rev2 AUTH=PLAIN\r\n% OK done\r\n',
  'a line of 10 KiB': `* CAPABILITY IMAP4rev1 AUTH=PLAIN ${manyWords}\r\n% OK done\r\n`,
  'responses of a mailbox before its capabilities':
    '* 3 EXISTS\r\n* FLAGS (\\Seen)\r\n* CAPABILITY IMAP4rev1\r\n% OK done\r\n',
  'a status response without text': '* OK\r\n* CAPABILITY IMAP4rev1\r\n% OK\r\n',
  'capabilities in an untagged OK': '* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] here\r\n% OK done\r\n',
} as const;

/** Answers to AUTHENTICATE before the password was sent, after which the LOGIN command must be tried. */
const refusalsOfPlain = {
  'NO [AUTHENTICATIONFAILED]': '% NO [AUTHENTICATIONFAILED] not like this\r\n',
  'NO [CANNOT]': '% NO [CANNOT] not here\r\n',
  'NO [PRIVACYREQUIRED]': '% NO [PRIVACYREQUIRED] not here\r\n',
  'BAD with a response code': '% BAD [CLIENTBUG] what?\r\n',
  'an untagged BAD before the tagged one': '* BAD what?\r\n% BAD what?\r\n',
  'an untagged BAD alone': '* BAD what?\r\n',
  'NO with a text that speaks of a failed login': '% NO AUTHENTICATE failed.\r\n',
} as const;

const greetings: readonly (readonly [string, Expected])[] = [
  ['* BYE [UNAVAILABLE] come back later', later('greeting', 'server-busy')],
  ['* bye', later('greeting', 'server-busy')],
  ['* BYE Too many connections from your address', later('greeting', 'server-busy')],
  ['* BYE Access denied', { code: 'server-refused', stage: 'greeting', field: 'imap.host' }],
  [
    '* BYE [ALERT] Your address is on a block list',
    { code: 'server-refused', stage: 'greeting', field: 'imap.host' },
  ],
  ['* BYE You are not allowed to connect', { code: 'server-refused', stage: 'greeting', field: 'imap.host' }],
  ['* PREAUTH [CAPABILITY IMAP4rev1] hello', { code: 'preauth', stage: 'greeting', field: 'imap.host' }],
  ['* preauth', { code: 'preauth', stage: 'greeting', field: 'imap.host' }],
];

/** Scenarios of IMAP responses at unusual places and in unusual forms. */
export const imapResponseScenarios: readonly Scenario[] = [
  ...Object.entries(capabilityAnswers).map(([what, answer]): Scenario => ({
    ...onImap,
    name: `an IMAP server that answers CAPABILITY with ${what}`,
    server: imap({ answers: { CAPABILITY: answer } }),
    expected: null,
  })),
  ...Object.entries(refusalsOfPlain).map(([what, answer]): Scenario => ({
    ...onImap,
    name: `an IMAP server that answers AUTHENTICATE with ${what} and accepts the LOGIN command`,
    server: imap({ capabilities: plainOnly, answers: { AUTHENTICATE: answer } }),
    expected: null,
  })),
  ...greetings.map(([greeting, expected]): Scenario => ({
    endpoint: 'imap',
    name: `an IMAP server that greets with “${greeting}”`,
    server: imap({ greeting }),
    expected,
  })),
  {
    ...onImap,
    name: 'an IMAP server that greets again inside TLS after STARTTLS',
    tls: 'starttls',
    server: (c) => ({
      script: imapScript({
        accounts,
        startTls: c.of('good'),
        answersInTls: { CAPABILITY: '* OK ready again\r\n* CAPABILITY IMAP4rev1\r\n% OK done\r\n' },
      }),
    }),
    expected: null,
  },
  {
    ...onImap,
    name: 'an IMAP server with LOGINDISABLED that refuses PLAIN; the LOGIN command is not sent',
    server: imap({ capabilities: `${plainOnly} LOGINDISABLED`, mechanismAnswers: { PLAIN: '% BAD no\r\n' } }),
    expected: fails('auth-mechanism-unsupported'),
  },
  {
    ...onImap,
    name: 'an IMAP server that refuses AUTHENTICATE with NO [UNAVAILABLE] before the password',
    server: imap({ answers: { AUTHENTICATE: '% NO [UNAVAILABLE] later\r\n' } }),
    expected: later('authenticate', 'auth-temporary'),
  },
  {
    ...onImap,
    name: 'an IMAP server that answers CAPABILITY with NO [LIMIT]',
    server: imap({ answers: { CAPABILITY: '% NO [LIMIT] too fast\r\n' } }),
    expected: later('capability', 'server-busy'),
  },
  ...[
    '% NO [authenticationfailed] lower case\r\n',
    '* OK [ALERT] your address was noted {12}\r\n% NO [AUTHENTICATIONFAILED] no\r\n',
    '* BYE too often\r\n% NO [AUTHENTICATIONFAILED] no\r\n',
    '% BAD [AUTHENTICATIONFAILED] no\r\n',
    '% BAD Invalid credentials\r\n',
    '* CAPABILITY IMAP4rev1\r\n% NO Wrong password\r\n',
  ].map((answer): Scenario => ({
    ...onImap,
    name: `an IMAP server that refuses the password with “${answer.trim().replace('\r\n', ' ')}”, sent once`,
    server: imap({ capabilities: `${plainOnly} AUTH=LOGIN`, loginAnswer: () => answer }),
    expected: rejected,
  })),
  ...[
    '% OK [ALERT] your password expires soon\r\n',
    '* CAPABILITY IMAP4rev1 QUOTA\r\n% OK [CAPABILITY IMAP4rev1 QUOTA] in\r\n',
    '* NO [ALERT] your mailbox is 99 % full\r\n% OK in\r\n',
    '% ok\r\n',
    '* BYE {3} is no literal\r\n% OK in\r\n',
  ].map((answer): Scenario => ({
    ...onImap,
    name: `an IMAP server that accepts the login with “${answer.trim().replace('\r\n', ' ')}”`,
    server: imap({ loginAnswer: () => answer }),
    expected: null,
  })),
];
