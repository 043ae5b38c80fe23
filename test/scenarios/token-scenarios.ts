import { exchangeScript, inboxFound, onPremisesChallenge } from '../servers/exchange-script.js';
import type { CannedAnswer } from '../servers/exchange-script.js';
import { imapScript, type ImapScriptOptions } from '../servers/imap-script.js';
import { smtpScript, type SmtpScriptOptions } from '../servers/smtp-script.js';
import { tokenAccount, tokenAccounts, type Expected, type Scenario } from './scenario.js';

const onImap = (name: string, options: ImapScriptOptions): Omit<Scenario, 'expected'> => ({
  endpoint: 'imap',
  password: true,
  credentials: tokenAccount,
  name: `a token for an IMAP server ${name}`,
  server: (certificates) => ({
    script: imapScript({ accounts: tokenAccounts, capabilities: 'IMAP4rev1 AUTH=OAUTHBEARER', ...options }),
    tls: certificates.of('good'),
  }),
});
const onSmtp = (name: string, options: SmtpScriptOptions): Omit<Scenario, 'expected'> => ({
  endpoint: 'smtp',
  password: true,
  credentials: tokenAccount,
  name: `a token for an SMTP server ${name}`,
  server: (certificates) => ({
    script: smtpScript({ accounts: tokenAccounts, keywords: ['AUTH OAUTHBEARER'], ...options }),
    tls: certificates.of('good'),
  }),
});
const onExchange = (name: string, first: CannedAnswer, second = first): Omit<Scenario, 'expected'> => ({
  endpoint: 'exchange',
  password: true,
  credentials: tokenAccount,
  name: `a token for an Exchange server ${name}`,
  server: (certificates) => ({
    script: exchangeScript(({ login }) => (login === null ? first : second)),
    tls: certificates.of('good'),
  }),
});
const field = 'credentials.accessToken';
const rejected: Expected = { code: 'oauth-token-rejected', stage: 'authenticate', field };
const notOffered: Expected = { code: 'oauth-not-offered', stage: 'authenticate', field };
const nobody = { accounts: {} } as const;
const challenge = (header: string): CannedAnswer => ({
  ...onPremisesChallenge,
  headers: { ...onPremisesChallenge.headers, 'www-authenticate': header },
});

/** Scenarios of logins with an access token. */
export const tokenScenarios: readonly Scenario[] = [
  { ...onImap('that offers OAUTHBEARER', {}), expected: null },
  {
    ...onImap('that offers XOAUTH2', { capabilities: 'IMAP4rev1 LOGINDISABLED AUTH=XOAUTH2' }),
    expected: null,
  },
  {
    ...onImap('that refuses OAUTHBEARER as a mechanism and accepts XOAUTH2', {
      capabilities: 'IMAP4rev1 AUTH=PLAIN AUTH=XOAUTH2 AUTH=OAUTHBEARER',
      mechanismAnswers: { OAUTHBEARER: '% BAD unknown mechanism\r\n' },
    }),
    expected: null,
  },
  {
    ...onImap('that offers only passwords', { capabilities: 'IMAP4rev1 AUTH=PLAIN AUTH=LOGIN' }),
    expected: { ...notOffered, isSkipped: true },
    says: /PLAIN, LOGIN; the token was not sent/,
  },
  {
    ...onImap('that offers nothing', { capabilities: 'IMAP4rev1' }),
    expected: { ...notOffered, isSkipped: true },
    says: /no login method/,
  },
  {
    ...onImap('that names an expired token', {
      ...nobody,
      tokenChallenge: { status: 'invalid_token', error_description: 'The token expired an hour ago' },
    }),
    expected: rejected,
    says: /has expired.*new token/,
  },
  {
    ...onImap('that names a missing scope by XOAUTH2', {
      ...nobody,
      capabilities: 'IMAP4rev1 AUTH=XOAUTH2',
      tokenChallenge: {
        status: 'insufficient_scope',
        schemes: 'Bearer',
        scope: 'https://mail.google.com/ canary-7f3a9c',
      },
    }),
    expected: rejected,
    says: /does not permit IMAP \(scope; the server names https:\/\/mail\.google\.com\/\)/,
  },
  {
    ...onImap('that names a wrong audience in its last answer', {
      loginAnswer: () => '% NO [AUTHENTICATIONFAILED] Invalid token audience\r\n',
      tokenChallenge: { status: 'invalid_token' },
    }),
    expected: rejected,
    says: /another service \(audience\)/,
  },
  {
    ...onImap('that gives several causes at once', {
      ...nobody,
      tokenChallenge: { status: '400', error_description: 'The token is invalid or has expired' },
    }),
    expected: rejected,
    says: /audience.*scope.*expired or been revoked/,
    saysNot: /has expired and|new token/,
  },
  ...['no JSON, but canary-7f3a9c', 'null', '[]', '{"status":{"a":1},"scope":7}'].map((text): Scenario => ({
    ...onImap(`that refuses it with ${text}`, { ...nobody, tokenChallenge: text }),
    expected: rejected,
  })),
  {
    ...onImap('that sends a challenge and accepts the login all the same', {
      mechanismAnswers: { OAUTHBEARER: '+ \r\n+ e30=\r\n% OK welcome\r\n' },
    }),
    expected: { code: 'protocol-error', stage: 'authenticate', field: 'imap.host' },
  },
  {
    ...onImap('that refuses it without a challenge', nobody),
    expected: rejected,
    says: /audience.*scope/,
  },
  {
    ...onImap('whose login is temporarily unavailable', {
      loginAnswer: () => '% NO [UNAVAILABLE] later\r\n',
      tokenChallenge: { status: 'invalid_token' },
    }),
    expected: { code: 'auth-temporary', stage: 'authenticate', field: null, temporary: true },
  },
  {
    ...onImap('that wants a login in a browser', { loginAnswer: () => '% NO [WEBALERT https://x] no\r\n' }),
    expected: { code: 'auth-web-login', stage: 'authenticate', field },
  },
  { ...onSmtp('that offers OAUTHBEARER', {}), expected: null },
  { ...onSmtp('that offers XOAUTH2', { keywords: ['AUTH PLAIN XOAUTH2'] }), expected: null },
  {
    ...onSmtp('that refuses it', { ...nobody, tokenChallenge: { status: 'invalid_token' } }),
    expected: rejected,
    says: /audience.*permits SMTP/,
  },
  {
    ...onSmtp('that refuses it by XOAUTH2', {
      ...nobody,
      keywords: ['AUTH XOAUTH2'],
      tokenChallenge: { status: '400', schemes: 'Bearer', scope: 'https://mail.google.com/' },
    }),
    expected: rejected,
    says: /scope; the server names https:\/\/mail\.google\.com\//,
  },
  {
    ...onSmtp('that knows neither mechanism that it offers', {
      keywords: ['AUTH XOAUTH2 OAUTHBEARER'],
      answers: { AUTH: '504 5.5.4 no\r\n' },
    }),
    expected: notOffered,
  },
  {
    ...onSmtp('that offers only passwords', { keywords: ['AUTH PLAIN CRAM-MD5'] }),
    expected: { ...notOffered, isSkipped: true },
    says: /PLAIN, CRAM-MD5/,
  },
  {
    ...onExchange('that accepts only tokens', challenge('Bearer client_id="x"'), inboxFound),
    expected: null,
  },
  {
    ...onExchange('that says that it has expired', challenge('Bearer'), {
      status: 401,
      headers: {
        'www-authenticate': 'Bearer error="invalid_token"',
        'x-ms-diagnostics': '2000008;reason="The token has expired.";error_category="invalid_lifetime"',
      },
    }),
    expected: rejected,
    says: /has expired/,
  },
  {
    ...onExchange('that demands a scope', challenge('Bearer'), {
      status: 401,
      headers: { 'www-authenticate': 'Bearer error="insufficient_scope", scope="canary-7f3a9c"' },
    }),
    expected: rejected,
    says: /does not permit Exchange/,
  },
  {
    ...onExchange('that accepts only passwords', onPremisesChallenge),
    expected: { ...notOffered, isSkipped: true },
    says: /Negotiate, NTLM, Basic.*Bearer/,
  },
];
