import type { FailureCode } from '@postern/core/failures/failure-catalogue';
import type { TestCertificates } from '../certificates/make-certificates.js';
import {
  exchangeScript,
  inboxFound,
  onPremisesChallenge,
  type CannedAnswer,
} from '../servers/exchange-script.js';
import { imapScript } from '../servers/imap-script.js';
import type { Wire } from '../servers/wire.js';
import { account, hurried, type Expected, type Play, type Scenario } from './scenario.js';

const answers =
  (answer: CannedAnswer, login?: CannedAnswer) =>
  (certificates: TestCertificates): Play => ({
    script: exchangeScript(({ login: given }) =>
      given === `${account.username}:${account.password}` ? (login ?? answer) : answer,
    ),
    tls: certificates.of('good'),
  });
const goesTo = (location: string) => answers({ status: 302, headers: { location } });
const fails = (code: FailureCode, suggestion?: string): Expected => ({
  code,
  stage: 'request',
  field: 'exchange.url',
  ...(suggestion === undefined ? {} : { suggestion }),
});
const exchange = { endpoint: 'exchange' } as const;
const html = { 'content-type': 'text/html' };
const right = 'https://mail.example.com:PORT/EWS/Exchange.asmx';
const page = '<html><form>Sign in</form></html>';

/** What stands behind an Exchange URL (R26). */
export const exchangeScenarios: readonly Scenario[] = [
  { ...exchange, name: 'R26 Exchange on premises', server: answers(onPremisesChallenge), expected: null },
  {
    ...exchange,
    name: 'R26 a login without the headers of Exchange passes with a warning',
    server: answers({ status: 401, headers: { 'www-authenticate': 'Basic realm="x"' } }),
    expected: null,
    warnings: ['exchange-unsure'],
  },
  {
    ...exchange,
    name: 'R26 an OWA address is recognised and the right URL suggested',
    path: '/owa/',
    server: goesTo('/owa/auth/logon.aspx?url=x'),
    expected: fails('exchange-wrong-path', right),
  },
  {
    ...exchange,
    name: 'R26 an ECP address is recognised and the right URL suggested',
    path: '/ecp',
    server: goesTo('https://mail.example.com/owa/auth/logon.aspx'),
    expected: fails('exchange-wrong-path', right),
  },
  {
    ...exchange,
    name: 'R26 a page in place of EWS suggests the right URL',
    path: '/mail',
    server: answers({ status: 200, headers: html, body: page }),
    expected: fails('exchange-wrong-path', right),
  },
  {
    ...exchange,
    name: 'R26 a login page at the right path is a proxy’s',
    server: answers({ status: 200, headers: html, body: page }),
    expected: fails('exchange-preauth'),
  },
  {
    ...exchange,
    name: 'R26 a federation server stands in front',
    server: goesTo('https://sts.example.com/adfs/ls/?wa=wsignin1.0'),
    expected: fails('exchange-preauth'),
  },
  {
    ...exchange,
    name: 'R26 an ordinary redirect is shown and not followed',
    server: goesTo('https://ex.example.com/EWS/Exchange.asmx'),
    expected: fails('exchange-redirect', 'https://ex.example.com/EWS/Exchange.asmx'),
  },
  {
    ...exchange,
    name: 'R26 a redirect to an internal name is not repeated',
    server: goesTo('https://ex01.internal/EWS/Exchange.asmx'),
    expected: fails('exchange-redirect'),
  },
  {
    ...exchange,
    name: 'R26 a redirect to an internal address is not repeated',
    server: goesTo('http://10.0.0.1/latest'),
    expected: fails('exchange-redirect'),
  },
  {
    ...exchange,
    name: 'R26 access is forbidden',
    server: answers({ status: 403 }),
    expected: fails('exchange-forbidden'),
  },
  {
    ...exchange,
    name: 'R26 nothing is there',
    path: '/exchange.asmx',
    server: answers({ status: 404 }),
    expected: fails('exchange-wrong-path', right),
  },
  {
    ...exchange,
    name: 'R26 only OAuth is taken',
    server: answers({ status: 401, headers: { 'www-authenticate': 'Bearer client_id="x"' } }),
    expected: { ...fails('auth-oauth-only'), field: 'credentials.password' },
  },
  {
    ...exchange,
    name: 'R26 Exchange is busy',
    server: answers({ status: 503 }),
    expected: { ...fails('server-busy'), field: null, temporary: true },
  },
  {
    ...exchange,
    name: 'R26 an answer that nobody knows is unknown',
    server: answers({ status: 418 }),
    expected: { ...fails('unknown'), field: null },
  },
  {
    ...exchange,
    name: 'R26 Exchange Online no longer has EWS',
    host: 'outlook.office365.com',
    server: (c) => ({
      ...answers({ status: 401, headers: { 'www-authenticate': 'Bearer' } })(c),
      tls: c.of('exchangeOnline'),
    }),
    expected: fails('exchange-online-retired'),
  },
  {
    ...exchange,
    name: 'R26 nothing answers',
    server: (c) => ({ script: (wire) => wire.untilClosed(), tls: c.of('good') }),
    limits: hurried,
    expected: fails('server-silent'),
  },
  {
    ...exchange,
    name: 'R26 headers without end',
    server: (c) => ({ script: endlessHeaders, tls: c.of('good') }),
    expected: fails('limit-exceeded'),
  },
  {
    ...exchange,
    name: 'R26 an IMAP server',
    server: (c) => ({ script: imapScript(), tls: c.of('good') }),
    expected: fails('not-this-protocol'),
  },
  {
    ...exchange,
    name: 'R23 the right password opens the inbox',
    password: true,
    server: answers(onPremisesChallenge, inboxFound),
    expected: null,
  },
  {
    ...exchange,
    name: 'R23 the wrong password',
    password: true,
    server: answers(onPremisesChallenge, onPremisesChallenge),
    expected: { code: 'auth-rejected', stage: 'authenticate', field: 'credentials.password' },
  },
  {
    ...exchange,
    name: 'R23 a server without Basic is said not to have been tested',
    password: true,
    server: answers({
      ...onPremisesChallenge,
      headers: { ...onPremisesChallenge.headers, 'www-authenticate': ['Negotiate', 'NTLM'] },
    }),
    expected: { code: 'auth-not-tested', stage: 'authenticate', field: null },
  },
];

async function endlessHeaders(wire: Wire): Promise<void> {
  wire.sendRaw('HTTP/1.1 200 OK\r\n');
  await wire.sendForEver('x-a: b\r\n'.repeat(500));
}
