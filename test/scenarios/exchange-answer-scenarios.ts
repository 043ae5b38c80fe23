import type { FailureCode } from '@postern/core/failures/failure-catalogue';
import { exchangeScript, onPremisesChallenge, type CannedAnswer } from '../servers/exchange-script.js';
import { account, type Expected, type Scenario } from './scenario.js';

const right = 'https://mail.example.com:PORT/EWS/Exchange.asmx';
const atRequest = (code: FailureCode, more: Partial<Expected> = {}): Expected => ({
  code,
  stage: 'request',
  field: 'exchange.url',
  ...more,
});
const answers =
  (answer: CannedAnswer, toLogin = answer): Scenario['server'] =>
  (certificates) => ({
    script: exchangeScript(({ login }) => (login === null ? answer : toLogin)),
    tls: certificates.of('good'),
  });
const redirect = (location: string) => answers({ status: 302, headers: { location } });
const windowsOnly: CannedAnswer = {
  ...onPremisesChallenge,
  headers: { ...onPremisesChallenge.headers, 'www-authenticate': ['Negotiate', 'NTLM'] },
};
const soap = (status: number, body: string): CannedAnswer => ({
  status,
  headers: { 'content-type': 'text/xml' },
  body,
});
const code = (name: string) => `<m:X ResponseClass="Error"><m:ResponseCode>${name}</m:ResponseCode></m:X>`;
const fault = (name: string) => `<s:Fault><faultcode xmlns:a="x">a:${name}</faultcode></s:Fault>`;

const otherDirectories = [
  '/owa/',
  '/ecp/',
  '/autodiscover/autodiscover.xml',
  '/Autodiscover',
  '/Microsoft-Server-ActiveSync',
  '/mapi/emsmdb/',
  '/rpc/rpcproxy.dll',
  '/oab/',
  '/PowerShell',
  '/EWS/',
  '/ews/Services.wsdl',
  '/exchange/',
];
const loginPages = [
  'https://mail.example.com/CookieAuth.dll?GetLogon?curl=Z2FEWS&reason=0',
  'https://mail.example.com/lm_auth_proxy?LMimage1',
  '/logon/LogonPoint/index.html',
  'https://portal.example.com/?rd=https://mail.example.com/EWS/Exchange.asmx',
  'https://login.microsoftonline.com/common/oauth2/authorize?x=y',
  'https://mail-example.msappproxy.net/EWS/',
  '/my.policy',
  '/+CSCOE+/logon.html',
  '/dana-na/auth/url_default/welcome.cgi',
  '/remote/login?lang=en',
  'https://example.okta.com/app/x',
  'https://id.example.com/realms/main/protocol/openid-connect/auth',
];

/** Scenarios of answers from Exchange, from proxies in front of it, and from its other virtual directories. */
export const exchangeAnswerScenarios: readonly Scenario[] = [
  ...otherDirectories.map((path): Scenario => ({
    endpoint: 'exchange',
    name: `the path ${path}, which requires a login as EWS does but is not EWS`,
    path,
    server: answers(windowsOnly),
    expected: atRequest('exchange-wrong-path', { suggestion: right }),
  })),
  ...['/mail-services', '/services/mail', '/EWS2/Exchange.asmx'].map((path): Scenario => ({
    endpoint: 'exchange',
    name: `the path ${path}, which requires a login with the headers of Exchange, gives a warning`,
    path,
    server: answers(onPremisesChallenge),
    expected: null,
    warnings: ['exchange-unsure'],
  })),
  {
    endpoint: 'exchange',
    name: 'the path of EWS is the same in any case of letters',
    path: '/ews/exchange.asmx',
    server: answers(windowsOnly),
    expected: null,
  },
  ...loginPages.map((location): Scenario => ({
    endpoint: 'exchange',
    name: `a redirect to the login page ${location}`,
    server: redirect(location),
    expected: atRequest('exchange-preauth'),
  })),
  {
    endpoint: 'exchange',
    name: 'a redirect to another site, which is not suggested as the final address',
    server: redirect('https://www.example.com/welcome'),
    expected: atRequest('exchange-redirect'),
    saysNot: /Enter the final address/,
  },
  ...(
    [
      [407, 'exchange-preauth'],
      [440, 'exchange-preauth'],
      [500, 'exchange-server-error'],
      [501, 'exchange-server-error'],
      [502, 'exchange-server-error'],
      [503, 'server-busy'],
      [504, 'exchange-server-error'],
    ] as const
  ).map(([status, failure]): Scenario => ({
    endpoint: 'exchange',
    name: `a server that answers with HTTP status ${status}, reported as ${failure}`,
    server: answers({ status }),
    expected:
      failure === 'exchange-preauth'
        ? atRequest(failure)
        : atRequest(failure, { field: null, temporary: true }),
  })),
  ...(
    [
      ['ErrorNonExistentMailbox', 'auth-no-mailbox', 'credentials.username'],
      ['ErrorMissingEmailAddress', 'auth-no-mailbox', 'credentials.username'],
      ['ErrorAccessDenied', 'auth-disabled-by-admin', 'credentials.username'],
      ['ErrorPasswordExpired', 'auth-password-expired', 'credentials.password'],
      ['ErrorServerBusy', 'auth-temporary', null],
      ['ErrorMailboxStoreUnavailable', 'auth-temporary', null],
      ['ErrorSomethingNew', 'auth-unclear', null],
    ] as const
  ).flatMap(([name, failure, field]): Scenario[] =>
    [soap(200, code(name)), soap(500, fault(name))].map((answer) => ({
      endpoint: 'exchange',
      password: true,
      name: `EWS answers the login with ${name} and HTTP ${answer.status}`,
      server: answers(onPremisesChallenge, answer),
      expected: {
        code: failure,
        stage: 'authenticate',
        field,
        ...(failure === 'auth-temporary' ? ({ temporary: true } as const) : {}),
      },
    })),
  ),
  {
    endpoint: 'exchange',
    password: true,
    credentials: { username: 'EXAMPLE\\ann', password: account.password },
    name: 'an Exchange server that offers only Windows sign-in',
    server: answers(windowsOnly),
    expected: { code: 'auth-mechanism-unsupported', stage: 'authenticate', field: null, isSkipped: true },
    says: /Windows sign-in \(Negotiate, NTLM\)/,
    saysNot: /earlier step/,
  },
];
