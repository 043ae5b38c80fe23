import { expect, test } from '@jest/globals';
import { failureCodes } from '@postern/core/failures/failure-catalogue';
import fc from 'fast-check';
import { knownResponseCode, parseImapStatus } from '../imap/imap-response.js';
import { smtpReplyFacts } from '../smtp/smtp-reply.js';
import { judgeLoginAnswer, type LoginAnswer, type LoginMeaning } from './login-answer.js';

/**
 * Refusals of a login in the words of servers and providers, with their meaning. Lines that start with a digit are
 * SMTP replies, the others are IMAP responses. The texts follow public documentation and are not copied.
 */
// cspell:ignore autologout dvcm falsches gesperrt kennwort konto neobhodim parol prilozheniya wurde
const answers: readonly (readonly [string, LoginMeaning])[] = [
  // Gmail
  [
    '535-5.7.8 Username and Password not accepted, see\r\n535 5.7.8 https://mail.example.com/?p=BadCredentials',
    'auth-rejected',
  ],
  [
    '534-5.7.9 Application-specific password needed\r\n534 https://mail.example.com/?p=InvalidSecondFactor',
    'auth-app-password',
  ],
  ['534-5.7.14 <https://accounts.example.com/continue> Sign in\r\n534 5.7.14 there first', 'auth-web-login'],
  ['454 4.7.0 Too many login attempts, please wait', 'auth-temporary'],
  ['501 5.5.2 Cannot decode the response', 'other-mechanism'],
  ['530-5.7.0 Must issue STARTTLS\r\n530 5.7.0 first', 'other-mechanism'],
  ['538 5.7.11 Encryption is required for this mechanism', 'other-mechanism'],
  ['NO [AUTHENTICATIONFAILED] Invalid credentials (Failure)', 'auth-rejected'],
  ['NO [ALERT] Invalid credentials (Failure)', 'auth-rejected'],
  ['NO [ALERT] Web login required: https://support.example.com/answer/78754 (Failure)', 'auth-web-login'],
  [
    'NO [ALERT] Application-specific password required: https://support.example.com/answer/185833',
    'auth-app-password',
  ],
  ['NO [ALERT] Account exceeded command or bandwidth limits', 'auth-temporary'],
  ['NO [ALERT] Your account is temporarily locked. Try again later', 'auth-temporary'],
  ['NO [ALERT] The Gmail-like account is not enabled for IMAP', 'auth-disabled-by-admin'],
  // Refusals of the address that the login comes from
  ['550 5.7.1 Service unavailable, Client host [192.0.2.1] blocked using zen.example.org', 'server-refused'],
  ['554 5.7.1 Your IP 192.0.2.1 is on a blocklist', 'server-refused'],
  ['535 Access denied: your IP address is blocked', 'server-refused'],
  ['NO Login not allowed from your IP address', 'server-refused'],
  ['NO [AUTHENTICATIONFAILED] Login from this country is not permitted', 'server-refused'],
  ['535 5.7.8 Your IP is blocked after too many failed logins', 'auth-temporary'],
  ['NO Your IP address is temporarily blocked', 'auth-temporary'],
  ['451 4.7.1 Client host blocked using zen.example.org', 'auth-temporary'],
  ['NO Sending from this email address is not allowed', 'auth-unclear'],
  // GMX and providers with a second factor
  ['NO IMAP/POP3 is disabled, switch it on in the settings', 'auth-disabled-by-admin'],
  ['NO Two-factor authentication required', 'auth-app-password'],
  ['535 2-step verification is enabled for this account', 'auth-app-password'],
  // Microsoft 365 and Exchange
  [
    '535 5.7.139 Authentication unsuccessful, the user credentials were incorrect. [AB1.EXAMPLE.COM]',
    'auth-rejected',
  ],
  ['535 5.7.139 Authentication unsuccessful, the username or password is incorrect', 'auth-rejected'],
  ['535 5.7.139 Authentication unsuccessful, the password has expired', 'auth-password-expired'],
  ['535 5.7.139 Authentication unsuccessful, user password must be changed', 'auth-password-expired'],
  [
    '535 5.7.139 Authentication unsuccessful, basic authentication is disabled. [AB1.EXAMPLE.COM]',
    'auth-oauth-only',
  ],
  [
    '535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Mailbox',
    'auth-disabled-by-admin',
  ],
  [
    '535 5.7.139 Authentication unsuccessful, the request did not meet the criteria to be authenticated',
    'auth-disabled-by-admin',
  ],
  [
    '535 5.7.139 Authentication unsuccessful, user is locked by your organization’s security defaults policy',
    'auth-disabled-by-admin',
  ],
  ['550 5.7.30 Basic authentication is not supported for Client Submission.', 'auth-oauth-only'],
  ['550 5.7.30 Not here', 'auth-oauth-only'],
  ['535 5.7.3 Authentication unsuccessful [AB1.EXAMPLE.COM 2026-01-01]', 'auth-rejected'],
  ['530 5.7.57 Client was not authenticated to send anonymous mail', 'auth-disabled-by-admin'],
  ['550 5.7.60 Client does not have permissions to send as this sender', 'auth-disabled-by-admin'],
  ['550 5.7.60 Sender', 'auth-disabled-by-admin'],
  ['504 5.7.4 Unrecognized Authentication Type', 'other-mechanism'],
  ['535 5.7.0 Account locked out', 'auth-disabled-by-admin'],
  ['454 4.7.0 Temporary authentication failure', 'auth-temporary'],
  ['NO AUTHENTICATE failed.', 'auth-rejected'],
  ['NO LOGIN failed.', 'auth-rejected'],
  ['BAD User is authenticated but not connected.', 'auth-disabled-by-admin'],
  ['NO [Error="AuthFailed:LogonDenied-BasicAuthBlocked"] LOGIN failed.', 'auth-oauth-only'],
  ['NO Server Unavailable. 15', 'auth-temporary'],
  ['BAD Command Argument Error. 11', 'other-mechanism'],
  // Yahoo, AOL, AT&T
  ['NO [AUTHENTICATIONFAILED] (#MBR1212) Incorrect username or password.', 'auth-rejected'],
  ['NO [AUTHORIZATIONFAILED] AUTHENTICATE not for this account', 'auth-disabled-by-admin'],
  ['NO [LIMIT] LOGIN Rate limit hit.', 'auth-temporary'],
  ['NO [UNAVAILABLE] LOGIN Server error - Please try again later', 'auth-temporary'],
  ['NO [OVERQUOTA] LOGIN too much', 'auth-temporary'],
  ['535 5.7.0 (#AUTH005) Too many bad auth attempts.', 'auth-temporary'],
  ['535 5.7.0 (#MBR1240) Please verify your account by going to https://login.example.com', 'auth-web-login'],
  ['535 (#MBR1230) Please use a secure mail key', 'auth-app-password'],
  // iCloud
  ['NO [AUTHENTICATIONFAILED] Authentication Failed', 'auth-rejected'],
  ['535 5.7.8 Error: authentication failed: (reason unavailable)', 'auth-rejected'],
  ['454 4.7.0 Temporary authentication failure: Connection lost to authentication server', 'auth-temporary'],
  // GMX, WEB.DE, IONOS, Telekom
  ['535 Authentication credentials invalid', 'auth-rejected'],
  ['NO authentication failed', 'auth-rejected'],
  ['NO IMAP access not activated for this account', 'auth-disabled-by-admin'],
  ['535 5.7.8 Dieses Konto wurde gesperrt: account gesperrt', 'auth-disabled-by-admin'],
  ['535 5.7.0 Falsches Kennwort', 'auth-rejected'],
  // QQ, 163, Sina
  [
    'NO Login fail. Account is abnormal, service is not open, password is incorrect, login frequency limited, or system is busy.',
    'auth-rejected',
  ],
  ['535 Login Fail. Please enter your authorization code to login.', 'auth-app-password'],
  ['535 Error: authentication failed, system busy', 'auth-temporary'],
  ['550 User has no permission', 'auth-disabled-by-admin'],
  ['550 User suspended', 'auth-disabled-by-admin'],
  ['NO LOGIN Login error or password error', 'auth-rejected'],
  ['NO LOGIN Login error user suspended', 'auth-disabled-by-admin'],
  ['535 the email account of smtp is locked.', 'auth-disabled-by-admin'],
  ['550 Connection frequency limited', 'auth-temporary'],
  // Yandex, Mail.ru, Zoho, Fastmail, Comcast
  ['NO [AUTHENTICATIONFAILED] LOGIN invalid credentials or IMAP is disabled', 'auth-rejected'],
  [
    '535 5.7.8 Error: authentication failed: This user does not have access rights to this service',
    'auth-disabled-by-admin',
  ],
  ['535 5.7.8 Error: authentication failed: Invalid user or password!', 'auth-rejected'],
  ['535 5.7.8 Error: authentication failed: PDD EULA is not accepted', 'auth-web-login'],
  ['NO [AUTHENTICATIONFAILED] Application password is REQUIRED', 'auth-app-password'],
  [
    '535 5.7.0 NEOBHODIM parol prilozheniya https://help.example.com / Application password is REQUIRED',
    'auth-app-password',
  ],
  ['NO [ALERT] You are yet to enable IMAP for your account.', 'auth-disabled-by-admin'],
  ['550 5.4.6 Unusual sending activity detected.', 'auth-web-login'],
  ['535 5.7.0 Incorrect username or password; use an app password', 'auth-app-password'],
  ['NO [AUTHENTICATIONFAILED] Third Party Access Disabled', 'auth-disabled-by-admin'],
  // Dovecot, Cyrus, Courier, Zimbra, Kerio
  ['NO [UNAVAILABLE] Temporary authentication failure. [mail.example.com:2026-01-01]', 'auth-temporary'],
  ['NO [PRIVACYREQUIRED] Plaintext authentication disallowed on non-secure connections.', 'other-mechanism'],
  ['NO [AUTHENTICATIONFAILED] Authentication failed.', 'auth-rejected'],
  ['NO [EXPIRED] Password expired', 'auth-password-expired'],
  ['NO [CONTACTADMIN] Ask', 'auth-disabled-by-admin'],
  ['NO [CANNOT] Unsupported', 'other-mechanism'],
  [
    'NO [LIMIT] Maximum number of connections from user+IP exceeded (mail_max_userip_connections=10)',
    'auth-temporary',
  ],
  ['NO Login failed: authentication failure', 'auth-rejected'],
  ['NO Login failed: user not found', 'auth-no-mailbox'],
  ['NO Login failed: generic failure', 'auth-unclear'],
  ['NO no mechanism available', 'other-mechanism'],
  ['NO Login failed: account is not active: mailbox locked out', 'auth-disabled-by-admin'],
  ['NO maintenance mode', 'auth-temporary'],
  ['NO [INUSE] Mailbox in use', 'auth-temporary'],
  ['BAD [AUTHENTICATIONFAILED] no', 'auth-rejected'],
  ['BAD LOGIN failed', 'auth-rejected'],
  ['BAD Unknown command LOGIN', 'other-mechanism'],
  ['BAD Error in IMAP command AUTHENTICATE: Unknown command', 'other-mechanism'],
  ['BYE [UNAVAILABLE] Shutting down', 'auth-temporary'],
  ['BYE Autologout', 'auth-temporary'],
  ['BYE [AUTHENTICATIONFAILED] no', 'auth-rejected'],
  // Postfix, Exim, Sendmail, OpenSMTPD, MDaemon, hMailServer, security gateways
  ['535 5.7.8 Error: authentication failed: authentication failure', 'auth-rejected'],
  ['535 5.7.8 Error: authentication failed: UGFzc3dvcmQ6', 'auth-rejected'],
  ['503 5.5.1 Error: authentication not enabled', 'other-mechanism'],
  ['535 Incorrect authentication data', 'auth-rejected'],
  ['435 Unable to authenticate at present', 'auth-temporary'],
  ['435 4.7.8 Authentication failed', 'auth-temporary'],
  ['504 PLAIN authentication mechanism not supported', 'other-mechanism'],
  ['504 5.3.3 AUTH mechanism PLAIN not available', 'other-mechanism'],
  ['503 5.3.3 AUTH not available', 'other-mechanism'],
  ['501 5.7.0 Authentication failed', 'auth-rejected'],
  ['534 5.7.9 Authentication mechanism is too weak', 'other-mechanism'],
  ['535 #5.7.8 Sorry', 'auth-rejected'],
  ['535 Authentication failed. Too many invalid logon attempts.', 'auth-temporary'],
  ['535 5.7.1 Sorry', 'auth-rejected'],
  ['550 5.2.1 Mailbox', 'auth-no-mailbox'],
  ['535 5.7.8 The user name must be a complete email address', 'auth-username-format'],
  ['432 4.7.12 A password transition is needed', 'auth-password-expired'],
  ['525 5.7.13 User account disabled', 'auth-disabled-by-admin'],
  ['554 5.7.0 Reject', 'auth-rejected'],
];

test.each(answers)('the login answer “%s” means %s', (line, meaning) => {
  expect(judgeLoginAnswer(parse(line))).toBe(meaning);
});

/** Parses an SMTP reply or an IMAP response as the probe does. */
function parse(answer: string): LoginAnswer {
  const status = parseImapStatus(`A1 ${answer}`);
  if (status !== null) {
    const responseCode = knownResponseCode(status.code);
    const text = `${status.code} ${status.text}`;
    return { status: status.status, text, ...(responseCode === undefined ? {} : { responseCode }) };
  }
  const lines = answer.split('\r\n').map((line) => line.slice(4));
  return { ...smtpReplyFacts({ code: Number(answer.slice(0, 3)), lines }), text: lines.join(' ') };
}

test.each([
  [{ text: '', replyCode: 535 }, 'auth-rejected'],
  [{ text: '', replyCode: 535, enhancedStatusCode: '5.7.8' }, 'auth-rejected'],
  [{ text: '', replyCode: 550 }, 'auth-unclear'],
  [{ text: '', replyCode: 504, enhancedStatusCode: '5.5.4' }, 'other-mechanism'],
  [{ text: '', replyCode: 502 }, 'other-mechanism'],
  [{ text: '', replyCode: 430 }, 'auth-temporary'],
  [{ text: 'mechanism is too weak', replyCode: 534, enhancedStatusCode: '5.7.9' }, 'other-mechanism'],
  [{ text: '', replyCode: 534, enhancedStatusCode: '5.7.9' }, 'auth-app-password'],
  [{ text: '', status: 'BAD' }, 'other-mechanism'],
  [{ text: '', responseCode: 'AUTHENTICATIONFAILED' }, 'auth-rejected'],
  [{ text: 'no', responseCode: 'ALERT' }, 'auth-unclear'],
  [{ text: '' }, 'auth-unclear'],
] as const)('the login answer %j means %s', (answer, meaning) => {
  expect(judgeLoginAnswer(answer)).toBe(meaning);
});

test('judging a login answer of any length takes less than 20 ms', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary' }),
      fc.option(fc.integer({ min: 400, max: 599 })),
      (text, code) => {
        const meaning = judgeLoginAnswer({ text, ...(code === null ? {} : { replyCode: code }) });
        expect([...failureCodes, 'other-mechanism']).toContain(meaning);
      },
    ),
  );
  for (const text of ['invalid '.repeat(10_000), 'mechanism '.repeat(10_000), 'enable '.repeat(10_000)]) {
    const startedAt = performance.now();
    judgeLoginAnswer({ text });
    expect(performance.now() - startedAt).toBeLessThan(20);
  }
});
