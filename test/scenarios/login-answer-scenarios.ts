import type { FailureCode } from '@postern/core/failures/failure-catalogue';
import { imapScript } from '../servers/imap-script.js';
import { smtpScript } from '../servers/smtp-script.js';
import type { Scenario } from './scenario.js';

const [password, username] = ['credentials.password', 'credentials.username'];
const fieldOf: Readonly<Partial<Record<FailureCode, string | null>>> = {
  'auth-rejected': password,
  'auth-app-password': password,
  'auth-web-login': password,
  'auth-oauth-only': password,
  'auth-password-expired': password,
  'auth-disabled-by-admin': username,
  'auth-no-mailbox': username,
  'auth-username-format': username,
};

/**
 * Refusals of a login as servers word them, taken from public documentation in our own words, with their meaning.
 */
const imapAnswers: readonly (readonly [FailureCode, string])[] = [
  ['auth-rejected', 'NO LOGIN failed.'],
  ['auth-rejected', 'NO Invalid login or password'],
  ['auth-rejected', 'NO [AUTHENTICATIONFAILED] Wrong login data or IMAP is disabled for the account'],
  ['auth-rejected', 'NO [AUTHENTICATIONFAILED] Sign-in refused'],
  ['auth-rejected', 'NO Username and password not accepted'],
  ['auth-unclear', 'NO That was not possible'],
  ['auth-unclear', 'NO [X-VENDOR-7] 0x80040'],
  ['auth-unclear', 'NO'],
  ['auth-temporary', 'NO [ALERT] There are too many simultaneous connections from you'],
  ['auth-temporary', 'NO Maximum number of connections reached for this user and address'],
  ['auth-temporary', 'NO [LIMIT] Rate exceeded'],
  ['auth-temporary', 'NO [OVERQUOTA] Bandwidth used up'],
  ['auth-temporary', 'NO [INUSE] Mailbox is locked by another session'],
  ['auth-temporary', 'NO Server is busy, please try again later'],
  ['auth-temporary', '* BYE Too many bad logins from your address'],
  ['auth-disabled-by-admin', 'NO [ALERT] This account is not enabled for IMAP use'],
  ['auth-disabled-by-admin', 'NO [ALERT] You are yet to enable IMAP for your account'],
  ['auth-disabled-by-admin', 'NO [CONTACTADMIN] Call us'],
  ['auth-disabled-by-admin', 'NO [AUTHORIZATIONFAILED] Not for you'],
  ['auth-disabled-by-admin', 'NO IMAP access is disabled for this mailbox'],
  ['auth-disabled-by-admin', 'NO Account has been suspended'],
  ['auth-app-password', 'NO [AUTHENTICATIONFAILED] Application password is REQUIRED'],
  ['auth-app-password', 'NO Please use the authorization code to log in'],
  ['auth-web-login', 'NO [WEBALERT https://accounts.example.com/continue] Web login required.'],
  ['auth-web-login', 'NO [ALERT] Please log in via your web browser first'],
  ['auth-password-expired', 'NO [EXPIRED] Renew it'],
  ['auth-password-expired', 'NO Your password has expired'],
  ['auth-oauth-only', 'NO Basic authentication is disabled for this tenant'],
  ['auth-no-mailbox', 'NO [NONEXISTENT] No mailbox here'],
  ['auth-no-mailbox', 'NO No such user'],
  ['auth-username-format', 'NO The user name must be the full email address'],
];

const smtpAnswers: readonly (readonly [FailureCode, string])[] = [
  ['auth-rejected', '535 5.7.139 Authentication unsuccessful, the credentials were incorrect'],
  ['auth-rejected', '535 5.7.3 Authentication unsuccessful'],
  ['auth-rejected', '535 Sorry'],
  ['auth-unclear', '550 Not for you'],
  ['auth-unclear', '554 Transaction refused'],
  ['auth-oauth-only', '535 5.7.139 Authentication unsuccessful, basic authentication is disabled'],
  ['auth-oauth-only', '550 5.7.30 Basic authentication is not supported here'],
  ['auth-disabled-by-admin', '535 5.7.139 SmtpClientAuthentication is disabled for the tenant'],
  ['auth-disabled-by-admin', '535 5.7.139 The user is locked by security defaults of the organisation'],
  ['auth-disabled-by-admin', '525 5.7.13 User account disabled'],
  ['auth-disabled-by-admin', '535 5.7.8 SMTP access is not allowed for this account'],
  ['auth-app-password', '534-5.7.9 An application-specific password\r\n534 5.7.9 is required'],
  ['auth-app-password', '535 5.7.0 Use an app password: https://www.example.com/go/app-passwords'],
  ['auth-web-login', '534-5.7.14 Please log in\r\n534 5.7.14 through a page'],
  ['auth-password-expired', '432 4.7.12 A password transition is needed'],
  ['auth-temporary', '454 4.7.0 Too many login attempts'],
  ['auth-temporary', '421 4.7.0 Come back tomorrow'],
  ['auth-temporary', '535 5.7.0 Too many bad auth attempts'],
  ['auth-temporary', '451 4.3.0 Internal trouble'],
  ['auth-no-mailbox', '535 5.1.1 Unknown'],
  ['auth-username-format', '535 5.7.8 Enter your full e-mail address as user name'],
];

const temporary = (code: FailureCode) => (code === 'auth-temporary' ? ({ temporary: true } as const) : {});

export const loginAnswerScenarios: readonly Scenario[] = [
  ...imapAnswers.map(([code, answer]): Scenario => ({
    name: `an IMAP server that refuses the login with “${answer}”`,
    endpoint: 'imap',
    password: true,
    server: (certificates) => ({
      script: imapScript({
        capabilities: 'IMAP4rev1',
        loginAnswer: () => (answer.startsWith('*') ? `${answer}\r\n` : `% ${answer}\r\n`),
        closesAfterLogin: answer.startsWith('*'),
      }),
      tls: certificates.of('good'),
    }),
    expected: { code, stage: 'authenticate', field: fieldOf[code] ?? null, ...temporary(code) },
  })),
  ...smtpAnswers.map(([code, answer]): Scenario => ({
    name: `SMTP login refused with “${answer.replace('\r\n', ' ')}”`,
    endpoint: 'smtp',
    password: true,
    server: (certificates) => ({
      script: smtpScript({ loginAnswer: () => `${answer}\r\n` }),
      tls: certificates.of('good'),
    }),
    expected: { code, stage: 'authenticate', field: fieldOf[code] ?? null, ...temporary(code) },
  })),
];
