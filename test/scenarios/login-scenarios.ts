import type { FailureCode } from '@postern/core/failures/failure-catalogue';
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
const fails = (code: FailureCode, field: string | null): Expected => ({ code, stage: 'authenticate', field });
const passesLater = (code: FailureCode): Expected => ({ ...fails(code, null), temporary: true });
const answersImap = (answer: string) => imap({ loginAnswer: () => `% ${answer}\r\n` });
const answersSmtp = (answer: string) => smtp({ loginAnswer: () => `${answer}\r\n` });
const [password, username] = ['credentials.password', 'credentials.username'];
const login = { password: true } as const;
const oauthOnly = 'IMAP4rev1 SASL-IR LOGINDISABLED AUTH=XOAUTH2 AUTH=OAUTHBEARER';

/** Scenarios of servers' answers to a user name and a password, and of servers that offer no password login. */
export const loginScenarios: readonly Scenario[] = [
  { ...login, name: 'R23 the right password (IMAP)', endpoint: 'imap', server: imap({}), expected: null },
  { ...login, name: 'R23 the right password (SMTP)', endpoint: 'smtp', server: smtp({}), expected: null },
  {
    ...login,
    name: 'R23 the right password after STARTTLS (IMAP)',
    endpoint: 'imap',
    tls: 'starttls',
    server: (c) => ({ script: imapScript({ accounts, startTls: c.of('good') }) }),
    expected: null,
  },
  {
    ...login,
    name: 'R23 the right password after STARTTLS (SMTP)',
    endpoint: 'smtp',
    tls: 'starttls',
    server: (c) => ({ script: smtpScript({ accounts, startTls: c.of('good') }) }),
    expected: null,
  },
  {
    ...login,
    name: 'R23 an SMTP server that offers only AUTH LOGIN, as Exchange does',
    endpoint: 'smtp',
    server: smtp({ keywords: ['AUTH=LOGIN', 'AUTH LOGIN'] }),
    expected: null,
  },
  {
    ...login,
    name: 'R23 the LOGIN command of an IMAP server without SASL',
    endpoint: 'imap',
    server: imap({ capabilities: 'IMAP4rev1' }),
    expected: null,
  },
  {
    ...login,
    name: 'R23 the wrong password (IMAP)',
    endpoint: 'imap',
    server: imap({ accounts: { [account.username]: 'other' } }),
    expected: fails('auth-rejected', password),
  },
  {
    ...login,
    name: 'R23 the wrong password (SMTP)',
    endpoint: 'smtp',
    server: smtp({ accounts: {} }),
    expected: fails('auth-rejected', password),
  },
  {
    ...login,
    name: 'R25 an IMAP server that temporarily cannot check passwords',
    endpoint: 'imap',
    server: answersImap('NO [UNAVAILABLE] directory is down'),
    expected: passesLater('auth-temporary'),
  },
  {
    ...login,
    name: 'R25 an SMTP server that temporarily cannot check passwords',
    endpoint: 'smtp',
    server: answersSmtp('454 4.7.0 directory is down'),
    expected: passesLater('auth-temporary'),
  },
  {
    ...login,
    name: 'R25 an IMAP server that requires an app password',
    endpoint: 'imap',
    server: answersImap('NO [ALERT] Application-specific password required'),
    expected: fails('auth-app-password', password),
  },
  {
    ...login,
    name: 'R25 an SMTP server that requires an app password',
    endpoint: 'smtp',
    server: answersSmtp('534 5.7.9 use another password'),
    expected: fails('auth-app-password', password),
  },
  {
    ...login,
    name: 'R25 an SMTP server on which login is disabled for the mailbox',
    endpoint: 'smtp',
    server: answersSmtp('535 5.7.139 SmtpClientAuthentication is disabled'),
    expected: fails('auth-disabled-by-admin', username),
  },
  {
    ...login,
    name: 'R25 an IMAP server that accepts no passwords, only OAuth',
    endpoint: 'imap',
    server: imap({ capabilities: oauthOnly }),
    expected: fails('auth-oauth-only', password),
  },
  {
    ...login,
    name: 'R25 an SMTP server that accepts no passwords, only OAuth',
    endpoint: 'smtp',
    server: smtp({ keywords: ['AUTH XOAUTH2'] }),
    expected: fails('auth-oauth-only', password),
  },
  {
    ...login,
    name: 'R25 an SMTP server that offers no login, as on port 25',
    endpoint: 'smtp',
    server: smtp({ keywords: ['SIZE'] }),
    expected: fails('auth-not-offered', 'smtp.tls'),
  },
  {
    ...login,
    name: 'R25 an IMAP server that has disabled its LOGIN command',
    endpoint: 'imap',
    server: imap({ capabilities: 'IMAP4rev1 LOGINDISABLED' }),
    expected: fails('auth-not-offered', 'imap.tls'),
  },
  {
    ...login,
    name: 'R23 a wrong password fails although the IMAP server greets with PREAUTH',
    endpoint: 'imap',
    server: imap({ greeting: '* PREAUTH hello', accounts: {} }),
    expected: { code: 'preauth', stage: 'greeting', field: 'imap.host' },
  },
  {
    ...login,
    name: 'R23 a wrong password fails although the IMAP server sends an OK with another tag',
    endpoint: 'imap',
    server: imap({ loginAnswer: () => 'X9 OK welcome\r\n% NO [AUTHENTICATIONFAILED] no\r\n' }),
    expected: fails('auth-rejected', password),
  },
  {
    ...login,
    name: 'R5 a bad certificate ends the conversation before the login',
    endpoint: 'imap',
    server: (c) => ({ script: imapScript({ accounts }), tls: c.of('selfSigned') }),
    expected: { code: 'cert-self-signed', stage: 'tls', field: 'allowNonSecureCertificate' },
  },
  {
    name: 'without a password a server that accepts only OAuth passes with a warning',
    endpoint: 'imap',
    server: imap({ capabilities: oauthOnly }),
    expected: null,
    warnings: ['auth-oauth-only'],
  },
  {
    name: 'without a password a server that offers no login passes with a warning',
    endpoint: 'smtp',
    server: smtp({ keywords: ['SIZE'] }),
    expected: null,
    warnings: ['auth-not-offered'],
  },
];
