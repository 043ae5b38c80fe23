import type { FailureCode } from '@postern/core/failures/failure-catalogue';
import {
  exchangeScript,
  inboxFound,
  onPremisesChallenge,
  type CannedAnswer,
} from '../servers/exchange-script.js';
import { type Expected, type Scenario } from './scenario.js';

const right = 'https://mail.example.com:PORT/EWS/Exchange.asmx';
const at = (
  stage: 'request' | 'authenticate',
  code: FailureCode,
  more: Partial<Expected> = {},
): Expected => ({
  code,
  stage,
  field: 'exchange.url',
  ...more,
});
const answers =
  (answer: CannedAnswer, toLogin = answer): Scenario['server'] =>
  (certificates) => ({
    script: exchangeScript(({ login }) => (login === null ? answer : toLogin)),
    tls: certificates.of('good'),
  });
const challenge = (...schemes: string[]): CannedAnswer => ({
  ...onPremisesChallenge,
  headers: { ...onPremisesChallenge.headers, 'www-authenticate': schemes },
});
const html = { 'content-type': 'text/html' };
const form: CannedAnswer = { status: 200, headers: html, body: '<!DOCTYPE html><html><form>Sign in</form>' };
const soap = (status: number, body: string): CannedAnswer => ({
  status,
  headers: { 'content-type': 'text/xml; charset=utf-8' },
  body,
});
const busy = { field: null, temporary: true } as const;

/** Redirects of portals, proxies and sign-in services to their login pages. */
// cspell:ignore vdesk webclient duosecurity cloudflareaccess goauthentik sslvpn pomerium
const loginPages = [
  'https://mail.example.com/owa/auth/logon.aspx?url=https%3a%2f%2fmail.example.com%2fEWS%2fExchange.asmx&reason=0',
  '/adfs/ls/?version=1.0&action=signin',
  'https://sts.example.com/adfs/ls/?wa=wsignin1.0&wtrealm=urn%3aexchange',
  'https://api-1234.duosecurity.com/frame/web/v1/auth?tx=1',
  'https://team.cloudflareaccess.com/cdn-cgi/access/login/mail.example.com?kid=1',
  'https://mail.example.com/.pomerium/sign_in?pomerium_redirect_uri=x',
  '/outpost.goauthentik.io/start?rd=https%3A%2F%2Fmail.example.com',
  'https://accounts.google.com/o/oauth2/v2/auth?client_id=1',
  '/sslvpn_logon.shtml',
  '/sslvpn/Login/Login?originalUrl=x',
  '/mellon/login?ReturnTo=https%3A%2F%2Fmail.example.com%2F',
  '/Shibboleth.sso/Login?target=x',
  '/vdesk/hangup.php3',
  '/nf/auth/getAuthenticationRequirements.do',
  '/oauth2/sign_in?rd=%2FEWS%2FExchange.asmx',
  'https://signin.example.com/',
  'https://id.example.com/u/login?state=1',
  'https://example.onelogin.com/trust/saml2/http-redirect/sso/1',
  '/portal/webclient/index.html',
  '/auth/realms/mail/login-actions/authenticate',
];

/** Redirects that do not lead to a login page. */
const elsewhere = [
  'https://www.example.com/',
  'https://www.example.com/authors/index.html',
  '/maintenance.html',
  'http://mail.example.com/',
];

const statuses: readonly (readonly [number, Expected])[] = [
  [400, at('request', 'exchange-wrong-path')],
  [402, at('request', 'exchange-wrong-path')],
  [403, at('request', 'exchange-forbidden')],
  [404, at('request', 'exchange-wrong-path')],
  [406, at('request', 'exchange-wrong-path')],
  [408, at('request', 'server-busy', busy)],
  [410, at('request', 'exchange-wrong-path')],
  [421, at('request', 'exchange-wrong-path')],
  [429, at('request', 'server-busy', busy)],
  [451, at('request', 'exchange-forbidden')],
  [456, at('request', 'exchange-preauth')],
  [495, at('request', 'tls-client-certificate-required')],
  [496, at('request', 'tls-client-certificate-required')],
  [505, at('request', 'exchange-server-error', busy)],
  [520, at('request', 'exchange-server-error', busy)],
];

/** Answers to a login with a password, to a server that offers Basic. */
const loginAnswers: readonly (readonly [string, CannedAnswer, Expected])[] = [
  ['a login form', form, at('authenticate', 'exchange-preauth')],
  [
    'a redirect to a login page',
    { status: 302, headers: { location: '/owa/auth/logon.aspx?replaceCurrent=1' } },
    at('authenticate', 'exchange-preauth'),
  ],
  ['status 407', { status: 407 }, at('authenticate', 'exchange-preauth')],
  ['status 440', { status: 440 }, at('authenticate', 'exchange-preauth')],
  ['status 404', { status: 404 }, at('authenticate', 'exchange-wrong-path')],
  ['status 456', { status: 456 }, at('authenticate', 'auth-web-login', { field: 'credentials.password' })],
  [
    'status 457',
    { status: 457 },
    at('authenticate', 'auth-password-expired', { field: 'credentials.password' }),
  ],
  ['status 429', { status: 429 }, at('authenticate', 'auth-temporary', busy)],
  ['status 502', { status: 502 }, at('authenticate', 'exchange-server-error', busy)],
  ['status 503', { status: 503 }, at('authenticate', 'auth-temporary', busy)],
  [
    'a SOAP 1.2 fault',
    soap(
      500,
      '<s:Code><s:Value>s:Receiver</s:Value><s:Subcode><s:Value>a:ErrorNonExistentMailbox</s:Value></s:Subcode></s:Code>',
    ),
    at('authenticate', 'auth-no-mailbox', { field: 'credentials.username' }),
  ],
  [
    'a ResponseCode in the detail of a fault, on a line of its own',
    soap(
      500,
      '<e:ResponseCode xmlns:e="http://schemas.example.com/errors">\r\n  ErrorAccessDenied\r\n</e:ResponseCode>',
    ),
    at('authenticate', 'auth-disabled-by-admin', { field: 'credentials.username' }),
  ],
  [
    'ErrorAccountDisabled in a fault without a prefix',
    soap(500, '<faultcode>ErrorAccountDisabled</faultcode>'),
    at('authenticate', 'auth-disabled-by-admin', { field: 'credentials.username' }),
  ],
  [
    'ErrorMailboxMoveInProgress',
    soap(200, '<ResponseCode>ErrorMailboxMoveInProgress</ResponseCode>'),
    at('authenticate', 'auth-temporary', busy),
  ],
  [
    'ErrorExceededConnectionCount',
    soap(200, '<m:ResponseCode>ErrorExceededConnectionCount</m:ResponseCode>'),
    at('authenticate', 'auth-temporary', busy),
  ],
  [
    'ErrorImpersonateUserDenied',
    soap(200, '<m:ResponseCode>ErrorImpersonateUserDenied</m:ResponseCode>'),
    at('authenticate', 'auth-disabled-by-admin', { field: 'credentials.username' }),
  ],
  [
    'ErrorNoPublicFolderReplicaAvailable',
    soap(500, '<faultcode>a:ErrorMailboxStoreUnavailable</faultcode>'),
    at('authenticate', 'auth-temporary', busy),
  ],
];

/** Scenarios of portals and proxies in front of Exchange, of HTTP statuses, and of answers to a login. */
export const exchangePortalScenarios: readonly Scenario[] = [
  ...loginPages.map((location): Scenario => ({
    endpoint: 'exchange',
    name: `a redirect to the sign-in page ${location}`,
    server: answers({ status: 302, headers: { location } }),
    expected: at('request', 'exchange-preauth'),
  })),
  ...elsewhere.map((location): Scenario => ({
    endpoint: 'exchange',
    name: `a redirect to ${location}, which is not a sign-in page`,
    server: answers({ status: 301, headers: { location } }),
    expected: at('request', 'exchange-redirect'),
    saysNot: /Enter the final address/,
  })),
  ...statuses.map(([status, expected]): Scenario => ({
    endpoint: 'exchange',
    name: `a server that answers the Exchange URL with HTTP status ${status}`,
    server: answers({ status }),
    expected,
  })),
  ...loginAnswers.map(([what, answer, expected]): Scenario => ({
    endpoint: 'exchange',
    password: true,
    name: `EWS answers the login with ${what}`,
    server: answers(onPremisesChallenge, answer),
    expected,
  })),
  {
    endpoint: 'exchange',
    name: 'a redirect from another path to the EWS path, which is suggested',
    path: '/mail',
    server: answers({ status: 301, headers: { location: 'https://ews.example.com/EWS/Exchange.asmx' } }),
    expected: at('request', 'exchange-redirect', { suggestion: 'https://ews.example.com/EWS/Exchange.asmx' }),
    says: /Enter the final address/,
  },
  {
    endpoint: 'exchange',
    name: 'a login page at another path, with the right URL suggested',
    path: '/login',
    server: answers(form),
    expected: at('request', 'exchange-wrong-path', { suggestion: right }),
  },
  ...(
    [
      [['NTLM'], /Windows sign-in \(NTLM\)/],
      [['Negotiate'], /Windows sign-in \(Negotiate\)/],
      [['Negotiate, NTLM'], /Windows sign-in \(Negotiate, NTLM\)/],
      [['Negotiate', 'NTLM', 'Bearer realm="x, Basic y"'], /Negotiate, NTLM, Bearer/],
      [['Digest realm="Basic, NTLM"'], /Digest/],
      [['Kerberos'], /no login method that Postern uses/],
    ] as const
  ).map(([schemes, says]): Scenario => ({
    endpoint: 'exchange',
    password: true,
    name: `a login to a server that offers only ${schemes.join(', ')} is skipped`,
    server: answers(challenge(...schemes), inboxFound),
    expected: at('authenticate', 'auth-mechanism-unsupported', { field: null, isSkipped: true }),
    says,
    saysNot: /earlier step|\(\)/,
  })),
  {
    endpoint: 'exchange',
    password: true,
    name: 'a server that offers Basic in one header with other schemes',
    server: answers(challenge('Negotiate, NTLM, Basic realm="mail, with a comma"'), inboxFound),
    expected: null,
  },
];
