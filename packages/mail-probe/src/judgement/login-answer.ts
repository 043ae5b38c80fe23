import type { FailureCode } from '@postern/core/failures/failure-catalogue';

/** The refusal of a login by a server. `text` is compared with the table of meanings and never kept. */
export type LoginAnswer = {
  readonly replyCode?: number;
  readonly enhancedStatusCode?: string;
  readonly responseCode?: string;
  readonly text: string;
};

/** `other-mechanism`: the answer refuses the mechanism and says nothing about the password. */
export type LoginMeaning = FailureCode | 'other-mechanism';

type Row = {
  readonly means: LoginMeaning;
  /**
   * The enhanced status codes (RFC 3463), IMAP response codes (RFC 5530) or SMTP reply codes that this row is for;
   * without them, the row is for any code.
   */
  readonly codes?: readonly (string | number)[];
  /** The pattern that the text of the answer must match as well. */
  readonly text?: RegExp;
  /** The public document in which the provider describes the answer. */
  readonly source: string;
};

/**
 * The meanings of login answers. The first row that matches is used. Texts of providers come before codes, because
 * providers use one code for several causes.
 */
// cspell:ignore authenticat kennwort passwort temporar throttl
const rows: readonly Row[] = [
  // answers that ask for an app password instead of the account's own
  {
    means: 'auth-app-password',
    text: /app(?:lication)?[- ](?:specific )?password|authori[sz]ed code|authori[sz]ation code|\/app-?passwords?|support\/answer\/185833/i,
    source: 'Google "Sign in with app passwords", Fastmail, Mail.ru, Yahoo and QQ Mail help pages',
  },
  // answers that ask for a login in a browser
  {
    means: 'auth-web-login',
    text: /web ?browser|\bWEBALERT\b|web login|log ?in (?:at|via|on|to) (?:the |our )?(?:web|https?:)|support\/answer\/78754|unusual (?:activity|sign-?in)|captcha/i,
    source: 'Google "Fix problems with IMAP": [WEBALERT] and 534 5.7.14',
  },
  { means: 'auth-web-login', codes: ['5.7.14'], source: 'Google "SMTP error reference": 534 5.7.14' },
  // answers of servers that accept OAuth only
  {
    means: 'auth-oauth-only',
    text: /basic auth(?:entication)? (?:is |has been )?(?:disabled|not supported|blocked|deprecated)|modern authentication|oauth2? (?:is )?(?:required|only)|requires? oauth/i,
    source: 'Microsoft "Deprecation of Basic authentication in Exchange Online"',
  },
  {
    means: 'auth-oauth-only',
    codes: ['5.7.30'],
    source: 'Microsoft "Basic authentication: client submission", 550 5.7.30',
  },
  // Exchange Online uses the code 5.7.139 with several meanings.
  {
    means: 'auth-rejected',
    codes: ['5.7.139'],
    text: /credentials were incorrect/i,
    source: 'Microsoft "Fix issues with printers, scanners, and LOB applications"',
  },
  {
    means: 'auth-disabled-by-admin',
    codes: ['5.7.139'],
    source:
      'Microsoft "Enable or disable authenticated client SMTP submission": security defaults, policies, SmtpClientAuthentication',
  },
  {
    means: 'auth-disabled-by-admin',
    codes: ['5.7.57', '5.7.13'],
    source: 'RFC 5248 (5.7.13 account disabled), Microsoft 5.7.57',
  },
  // yandex.com and others use one answer for two causes, one of which is a wrong password.
  {
    means: 'auth-rejected',
    text: /(?:invalid|wrong|incorrect|bad)\b.*\b(?:credentials|password|login)\b.* or .*\bdisabled|expired or .*disabled/i,
    source: 'Yandex 360 "Mail client errors": invalid credentials or IMAP is disabled',
  },
  // answers about a password that has expired
  {
    means: 'auth-password-expired',
    codes: ['EXPIRED', '4.7.12', '5.7.12', 432],
    source: 'RFC 5530 §3 EXPIRED, RFC 4954 §6 432 4.7.12',
  },
  {
    means: 'auth-password-expired',
    text: /password (?:has |is )?expired|expired password|password (?:must|needs to) be changed|change your password/i,
    source: 'Dovecot "auth: password expired", Zimbra CHANGE_PASSWORD',
  },
  // answers about too many connections, too many logins, quota or maintenance
  {
    means: 'auth-temporary',
    codes: [
      'UNAVAILABLE',
      'INUSE',
      'LIMIT',
      'SERVERBUG',
      'CORRUPTION',
      'OVERQUOTA',
      'THROTTLED',
      421,
      450,
      451,
      452,
      454,
    ],
    source: 'RFC 5530 §3, RFC 9051 §7.1, RFC 4954 §6; Gmail and Yahoo [OVERQUOTA], [THROTTLED]',
  },
  {
    means: 'auth-temporary',
    text: /too many|maximum number of connections|connections? (?:limit|exceeded)|(?:rate|bandwidth|login|command).{0,20}\blimit|exceeded.{0,30}limit|throttl|temporar|try (?:again )?later|(?:currently|temporarily) (?:unavailable|locked)|service (?:is )?unavailable|server (?:is )?(?:busy|unavailable)|backend|internal (?:server )?error|maintenance|over quota|quota exceeded/i,
    source:
      'Gmail "Too many simultaneous connections", Dovecot mail_max_userip_connections, Yahoo #AUTH005, Zimbra, Courier MAXPERIP',
  },
  // answers about a login that is disabled for the mailbox or the tenant
  {
    means: 'auth-disabled-by-admin',
    codes: ['CONTACTADMIN', 'AUTHORIZATIONFAILED', 'NOPERM', 525],
    source: 'RFC 5530 §3, RFC 5248 §2.4 (525 5.7.13)',
  },
  {
    means: 'auth-disabled-by-admin',
    text: /(?:not|yet to) (?:be )?(?:been )?enabled?\b|(?:imap|smtp|access|service|account|mailbox|user|login)s? (?:access )?(?:is |are |has been |was )?(?:disabled|deactivated|blocked|suspended|locked|switched off|turned off|not allowed|not permitted)|disabled (?:user|account|mailbox)|enable (?:imap|smtp)|does not have (?:access|permission|rights)|(?:imap|smtp) is not available|not connected|security defaults|conditional access/i,
    source:
      'Gmail "not enabled for IMAP use", Zoho, Yandex, GMX, Exchange "User is authenticated but not connected"',
  },
  // answers about the mailbox or the form of the user name
  {
    means: 'auth-username-format',
    text: /(?:full|complete|entire) (?:e-?mail|mail|user)|(?:user ?name|login) (?:must|should|has to|needs to) (?:be|include|contain)|without (?:the )?domain|missing (?:the )?(?:domain|realm)|domain (?:is )?missing/i,
    source: 'cPanel, Plesk and Zoho: the user name is the full email address',
  },
  {
    means: 'auth-no-mailbox',
    codes: ['NONEXISTENT', '5.1.1', '5.2.1'],
    source: 'RFC 5530 §3, RFC 3463 §3.2 and §3.3',
  },
  {
    means: 'auth-no-mailbox',
    text: /(?:no such|unknown|non-?existent) (?:user|account|mailbox)|(?:user|account|mailbox) (?:does not exist|doesn't exist|not found|unknown)/i,
    source: 'Cyrus "user not found", Kerio, hMailServer',
  },
  // refusals of a mechanism, which say nothing about the password
  {
    means: 'other-mechanism',
    text: /mechanism.{0,40}(?:weak|not (?:supported|available|allowed|recogni[sz]ed|enabled)|unsupported|invalid)|(?:unsupported|unrecogni[sz]ed|unknown|invalid|too weak).{0,40}(?:mechanism|authentication (?:type|method))|authentication (?:type|method) not/i,
    source:
      'RFC 4954 §6 (504 5.5.4, 534 5.7.9), Exchange "504 5.7.4 Unrecognized authentication type", RFC 3501 §6.2.2',
  },
  { means: 'auth-app-password', codes: ['5.7.9'], source: 'Google "SMTP error reference": 534 5.7.9' },
  {
    means: 'other-mechanism',
    codes: [
      '5.5.1',
      '5.5.2',
      '5.5.4',
      '5.7.4',
      '5.7.9',
      '5.7.11',
      'BAD',
      'CANNOT',
      500,
      501,
      502,
      503,
      504,
      534,
      538,
    ],
    source: 'RFC 3463 §3.6, RFC 4954 §6, RFC 9051 §7.1.3 (BAD: the command was not understood)',
  },
  // answers about a wrong password
  {
    means: 'auth-rejected',
    codes: ['AUTHENTICATIONFAILED', '5.7.8', '5.7.3', '5.7.0', '5.5.8', 535],
    source: 'RFC 5530 §3, RFC 4954 §6; Exchange 5.7.3',
  },
  {
    means: 'auth-rejected',
    text: /(?:invalid|incorrect|wrong|bad|unknown).{0,30}(?:credential|password|login|user ?name|user|authentication)|(?:log ?in|logon|authenticat\w*|authorization|password|credentials?).{0,20}(?:fail|incorrect|invalid|wrong|reject|denied|mismatch|error|unsuccessful)|not accept|kennwort|passwort/i,
    source:
      'Courier "Login failed.", Cyrus "Login failed: authentication failure", Exchange "AUTHENTICATE failed.", UW IMAP',
  },
];

/**
 * Judges the refusal of a login by the table. An answer that no row matches is temporary if its class is 4, else
 * `auth-unclear`, because it does not say that the password is wrong. Pure.
 */
export function judgeLoginAnswer(answer: LoginAnswer): LoginMeaning {
  // The text is cut, because longer texts cost time and contain no further information.
  const start = answer.text.slice(0, 500);
  const codes = [answer.enhancedStatusCode, answer.responseCode, answer.replyCode];
  const row = rows.find(
    ({ codes: wanted, text }) =>
      (wanted === undefined || codes.some((code) => code !== undefined && wanted.includes(code))) &&
      (text === undefined || text.test(start)),
  );
  if (row !== undefined) return row.means;
  const isTemporary = (answer.replyCode ?? 0) >= 400 && (answer.replyCode ?? 0) < 500;
  return isTemporary ? 'auth-temporary' : 'auth-unclear';
}
