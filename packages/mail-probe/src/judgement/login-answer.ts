import type { FailureCode } from '@postern/core/failures/failure-catalogue';

/**
 * The refusal of a login by a server, with the status of an IMAP response. `text` is compared with the table of
 * meanings and never kept.
 */
export type LoginAnswer = {
  readonly replyCode?: number;
  readonly enhancedStatusCode?: string;
  readonly responseCode?: string;
  readonly status?: 'OK' | 'NO' | 'BAD' | 'BYE' | 'PREAUTH';
  readonly text: string;
};

/** `other-mechanism`: the answer refuses the mechanism and says nothing about the password. */
export type LoginMeaning = FailureCode | 'other-mechanism';

type Row = {
  readonly means: LoginMeaning;
  /**
   * The enhanced status codes (RFC 3463), IMAP response codes (RFC 5530), IMAP statuses (RFC 9051 §7.1) or SMTP reply
   * codes that this row is for; without them, the row is for any code.
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
// cspell:ignore authenticat authori ation deaktiviert eula gesperrt kennwort passwort spamhaus temporar throttl
const rows: readonly Row[] = [
  // answers that ask for an app password instead of the account's own
  {
    means: 'auth-app-password',
    text: /app(?:lication)?[- ]?(?:specific )?password|authori[sz](?:ed|ation) code|\/app-?passwords?|secure mail key|client password|support\/answer\/185833|(?:two|2)[- ]?(?:factor|step) (?:authentication|verification) (?:is )?(?:required|enabled|on\b|active)/i,
    source: 'Google "Sign in with app passwords", Fastmail, Mail.ru, Yahoo, AT&T and QQ Mail help pages',
  },
  // answers that ask for a login in a browser
  {
    means: 'auth-web-login',
    text: /web ?browser|\bWEBALERT\b|web ?log-?in|log ?in (?:at|via|on|to|through) (?:the |our |your )?(?:web|https?:)|support\/answer\/78754|(?:unusual|suspicious) (?:\w+ )?(?:activity|sign-?in|log-?in)|captcha|\beula\b|terms of (?:use|service)|unlock your account|verify (?:your|it).{0,5}(?:you|account|identity)/i,
    source:
      'Google "Fix problems with IMAP": [WEBALERT] and 534 5.7.14; Zoho "Unusual activity"; Yandex "EULA is not accepted"',
  },
  { means: 'auth-web-login', codes: ['5.7.14'], source: 'Google "SMTP error reference": 534 5.7.14' },
  // answers of servers that accept OAuth only
  {
    means: 'auth-oauth-only',
    text: /basic ?auth(?:entication)? ?(?:is |has been |was )?(?:disabled|not (?:supported|allowed|enabled|permitted)|block|deprecated|retired)|modern authentication|oauth2? (?:is |authentication (?:is )?)?(?:required|only)|requires? (?:\w+ )?oauth|(?:password|legacy|plain) authentication (?:is |has been )?(?:no longer|not|disabled|retired|blocked)/i,
    source:
      'Microsoft "Deprecation of Basic authentication in Exchange Online" (also LogonDenied-BasicAuthBlocked), Google "Less secure apps"',
  },
  {
    means: 'auth-oauth-only',
    codes: ['5.7.30'],
    source: 'Microsoft "Basic authentication: client submission", 550 5.7.30',
  },
  // answers that name a wrong password among other causes
  {
    means: 'auth-rejected',
    text: /(?:credentials|password|log ?in) (?:was |were |is |are )?incorrect|(?:invalid|wrong|incorrect|bad)\b.{0,80}\b(?:credentials|password|login)\b.{0,20} or .{0,40}\b(?:disabled|not (?:enabled|allowed|activated))|expired or .{0,30}disabled/i,
    source:
      'Microsoft 5.7.139 "credentials were incorrect"; QQ Mail lists five causes; Yandex 360 "Mail client errors": invalid credentials or IMAP is disabled',
  },
  // answers about a password that has expired
  {
    means: 'auth-password-expired',
    codes: ['EXPIRED', '4.7.12', '5.7.12', 432],
    source: 'RFC 5530 §3 EXPIRED, RFC 4954 §6 432 4.7.12',
  },
  {
    means: 'auth-password-expired',
    text: /password (?:has |is |was )?expired|expired password|password (?:must|needs to|has to) be (?:changed|reset)|(?:change|reset) your password|must change (?:the |your )?password/i,
    source:
      'Dovecot "auth: password expired", Zimbra CHANGE_PASSWORD, Active Directory "user must change password"',
  },
  // answers about too many connections, too many logins, quota or maintenance
  {
    means: 'auth-temporary',
    codes: ['UNAVAILABLE', 'INUSE', 'LIMIT', 'SERVERBUG', 'CORRUPTION', 'OVERQUOTA', 'THROTTLED', '4yz'],
    source:
      'RFC 5530 §3, RFC 9051 §7.1, RFC 4954 §6, RFC 5321 §4.2.1 (4yz: a transient refusal); Gmail and Yahoo [OVERQUOTA], [THROTTLED]',
  },
  // answers about the address or the country that the login comes from, which a password does not repair
  {
    means: 'server-refused',
    text: /^(?!.*(?:too many|temporar|try again|later)).*(?:\b(?:ip|ip[- ]address|your address|client host|country|region|location)\b.{0,40}\b(?:blocked|banned|(?:black|block)?listed|not (?:allowed|permitted|authori[sz]ed))|(?:not (?:allowed|permitted|authori[sz]ed)|blocked|denied|refused|banned) from (?:this |your )?(?:ip|client|address|network|country|region|location)|spamhaus|\b(?:dns|r)bl\b|(?:block|black) ?list)/is,
    source:
      'Postfix reject_rbl_client "Client host … blocked using …"; Dovecot allow_nets, Zimbra and Kerio "not allowed from this IP address"',
  },
  {
    means: 'auth-temporary',
    text: /too (?:many|frequent)|maximum number of connections|max(?:imum)? (?:\w+ )?connections|connections? (?:limit|exceeded)|(?:rate|bandwidth|login|command|frequency|attempts?|requests?).{0,20}\blimit|exceeded.{0,30}limit|throttl|temporar|try (?:it )?(?:again )?(?:later|after)|(?:currently|temporarily) (?:unavailable|locked|not available)|(?:service|mailbox|account|database|directory) (?:is )?(?:currently )?(?:unavailable|busy)|(?:server|system) (?:is )?(?:too )?(?:busy|unavailable|overloaded)|backend|internal (?:server )?error|maintenance|over quota|quota exceeded|lookup failed|timed? ?out/i,
    source:
      'Gmail "Too many simultaneous connections", Dovecot mail_max_userip_connections, Yahoo #AUTH005, Zimbra, Courier MAXPERIP, 163 and QQ "system busy"',
  },
  // answers about a login that is disabled for the mailbox or the tenant
  {
    means: 'auth-disabled-by-admin',
    codes: ['CONTACTADMIN', 'AUTHORIZATIONFAILED', 'NOPERM', 525],
    source: 'RFC 5530 §3, RFC 5248 §2.4 (525 5.7.13)',
  },
  {
    means: 'auth-disabled-by-admin',
    text: /(?:account|mailbox|user|imap|smtp|service|access|protocol) (?:is |has )?(?:not|yet to) (?:be )?(?:been )?(?:enabled?|activated?|permitted|allowed|authori[sz]ed|open)\b|(?:not|yet to) (?:be )?(?:been )?(?:enabled?|activated?) (?:for|imap|smtp)|you are (?:yet to|not (?:allowed|permitted|authori[sz]ed))|(?:imap|smtp|pop3?|access|service|account|mailbox|user|log-?in|client ?authentication)s? (?:access )?(?:is |are |has been |have been |was )?(?:temporarily )?(?:disabled|deactivated|inactive|blocked|suspended|locked(?: out)?|closed|frozen|restricted|switched off|turned off|not allowed|not permitted|gesperrt|deaktiviert)|disabled (?:user|account|mailbox)|(?:enable|activate|turn on|switch on) (?:imap|smtp|pop3?)|(?:does not have|has no|no|lacks?) (?:access|permission|rights?)\b|(?:imap|smtp) is not available|not connected|security defaults|conditional access/i,
    source:
      'Gmail "not enabled for IMAP use", Zoho, Yandex, GMX, 163 "User has no permission", Comcast "Third party access disabled", Exchange "User is authenticated but not connected"',
  },
  {
    means: 'auth-disabled-by-admin',
    codes: ['5.7.13', '5.7.57', '5.7.60', '5.7.139'],
    source:
      'RFC 5248 (5.7.13 account disabled); Microsoft "Enable or disable authenticated client SMTP submission": 5.7.57, 5.7.60, and 5.7.139 for security defaults, policies and SmtpClientAuthentication',
  },
  // answers about the mailbox or the form of the user name
  {
    means: 'auth-username-format',
    text: /(?:full|complete|entire) (?:e-?mail|mail|user)|(?:user ?name|login|user) (?:must|should|has to|needs to) (?:be|include|contain)|without (?:the |a )?domain|missing (?:the |a )?(?:domain|realm)|(?:domain|realm) (?:is )?(?:missing|required)/i,
    source: 'cPanel, Plesk and Zoho: the user name is the full email address',
  },
  {
    means: 'auth-no-mailbox',
    codes: ['NONEXISTENT', '5.1.1', '5.2.1'],
    source: 'RFC 5530 §3, RFC 3463 §3.2 and §3.3',
  },
  {
    means: 'auth-no-mailbox',
    text: /(?:no such|unknown|non-?existent) (?:user|account|mailbox)(?! ?name)(?! or)|(?:user|account|mailbox) (?:does not exist|doesn't exist|not found|unknown|is unknown|not known)/i,
    source: 'Cyrus "user not found", Kerio, hMailServer',
  },
  // answers that judge the password, whatever their code is
  {
    means: 'auth-rejected',
    codes: ['AUTHENTICATIONFAILED', '5.7.8'],
    source: 'RFC 5530 §3, RFC 4954 §6',
  },
  {
    means: 'auth-unclear',
    text: /generic failure/i,
    source: 'Cyrus SASL SASL_FAIL: the library or its configuration failed',
  },
  {
    means: 'auth-rejected',
    text: /(?:invalid|incorrect|wrong|bad) (?:user ?name|user|password|credentials?|log ?in (?:data|name|credentials|or))\b|(?:log ?in|password|credentials?|authentication(?: credentials)?) (?:has |is |was |are )?(?:failed|incorrect|invalid|wrong|mismatch|rejected|denied|unsuccessful)/i,
    source:
      'Courier "Login failed.", Exchange "AUTHENTICATE failed.", UW IMAP; servers that send them with BAD or 501',
  },
  // refusals of a mechanism, which say nothing about the password
  {
    means: 'other-mechanism',
    text: /mechanism.{0,40}(?:weak|not (?:supported|available|allowed|recogni[sz]ed|enabled|offered)|unsupported|invalid|disabled)|(?:unsupported|unrecogni[sz]ed|unknown|invalid|too weak|no).{0,40}(?:mechanism|authentication (?:type|method|scheme))|authentication (?:type|method|scheme) not/i,
    source:
      'RFC 4954 §6 (504 5.5.4, 534 5.7.9), Exchange "504 5.7.4 Unrecognized authentication type", RFC 3501 §6.2.2, Cyrus SASL',
  },
  { means: 'auth-app-password', codes: ['5.7.9'], source: 'Google "SMTP error reference": 534 5.7.9' },
  {
    means: 'other-mechanism',
    codes: [
      '5.5.1',
      '5.5.2',
      '5.5.4',
      '5.7.4',
      '5.7.10',
      '5.7.11',
      'BAD',
      'CANNOT',
      'PRIVACYREQUIRED',
      500,
      501,
      502,
      503,
      504,
      530,
      534,
      538,
    ],
    source:
      'RFC 3463 §3.6, RFC 4954 §6, RFC 5248 §2.4, RFC 9051 §7.1.3 (BAD: the command was not understood)',
  },
  // answers about a wrong password
  {
    means: 'auth-rejected',
    codes: ['5.7.3', '5.7.0', '5.5.8', 535],
    source: 'RFC 4954 §6; Exchange 5.7.3',
  },
  {
    means: 'auth-rejected',
    text: /(?:invalid|incorrect|wrong|bad|unknown).{0,30}(?:credential|password|login|user ?name|user|authentication)|(?:log ?in|logon|authenticat\w*|authorization|password|credentials?).{0,20}(?:fail|incorrect|invalid|wrong|reject|denied|mismatch|error|unsuccessful)|not accept|kennwort|passwort/i,
    source:
      'Courier "Login failed.", Cyrus "Login failed: authentication failure", Exchange "AUTHENTICATE failed.", UW IMAP',
  },
  {
    means: 'auth-temporary',
    codes: ['BYE'],
    source: 'RFC 9051 §7.1.5: the server closes the connection without an answer to the login',
  },
];

/**
 * Judges the refusal of a login by the table. An answer that no row matches is `auth-unclear`, because it does not
 * say that the password is wrong. Pure.
 */
export function judgeLoginAnswer(answer: LoginAnswer): LoginMeaning {
  const { enhancedStatusCode, responseCode, status, replyCode, text } = answer;
  // The text is cut, because longer texts cost time and contain no further information.
  const start = text.slice(0, 500);
  const replyClass = replyCode === undefined ? undefined : `${String(replyCode).slice(0, 1)}yz`;
  const codes = [enhancedStatusCode, responseCode, status, replyCode, replyClass];
  const row = rows.find(
    (candidate) =>
      (candidate.codes === undefined ||
        codes.some((code) => code !== undefined && candidate.codes!.includes(code))) &&
      (candidate.text === undefined || candidate.text.test(start)),
  );
  return row?.means ?? 'auth-unclear';
}
