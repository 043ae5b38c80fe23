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

/** Scenarios of the servers that an Exchange URL can lead to (R26). */
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
    name: 'R26 the URL of OWA is recognised, and the right URL is suggested',
    path: '/owa/',
    server: goesTo('/owa/auth/logon.aspx?url=x'),
    expected: fails('exchange-wrong-path', right),
  },
  {
    ...exchange,
    name: 'R26 the URL of ECP is recognised, and the right URL is suggested',
    path: '/ecp',
    server: goesTo('https://mail.example.com/owa/auth/logon.aspx'),
    expected: fails('exchange-wrong-path', right),
  },
  {
    ...exchange,
    name: 'R26 a web page at another path, with the right URL suggested',
    path: '/mail',
    server: answers({ status: 200, headers: html, body: page }),
    expected: fails('exchange-wrong-path', right),
  },
  {
    ...exchange,
    name: 'R26 a login page of a proxy at the right path',
    server: answers({ status: 200, headers: html, body: page }),
    expected: fails('exchange-preauth'),
  },
  {
    ...exchange,
    name: 'R26 a redirect to a federation server',
    server: goesTo('https://sts.example.com/adfs/ls/?wa=wsignin1.0'),
    expected: fails('exchange-preauth'),
  },
  {
    ...exchange,
    name: 'R26 a redirect to another host is reported and not followed',
    server: goesTo('https://ex.example.com/EWS/Exchange.asmx'),
    expected: fails('exchange-redirect', 'https://ex.example.com/EWS/Exchange.asmx'),
  },
  {
    ...exchange,
    name: 'R26 a redirect to an internal name is reported without the name',
    server: goesTo('https://ex01.internal/EWS/Exchange.asmx'),
    expected: fails('exchange-redirect'),
  },
  {
    ...exchange,
    name: 'R26 a redirect to an internal address is reported without the address',
    server: goesTo('http://10.0.0.1/latest'),
    expected: fails('exchange-redirect'),
  },
  {
    ...exchange,
    name: 'R26 a server that answers 403',
    server: answers({ status: 403 }),
    expected: fails('exchange-forbidden'),
  },
  {
    ...exchange,
    name: 'R26 a server that answers 404',
    path: '/exchange.asmx',
    server: answers({ status: 404 }),
    expected: fails('exchange-wrong-path', right),
  },
  {
    ...exchange,
    name: 'R26 an Exchange server that accepts only OAuth',
    server: answers({ status: 401, headers: { 'www-authenticate': 'Bearer client_id="x"' } }),
    expected: { ...fails('auth-oauth-only'), field: 'credentials.password' },
  },
  {
    ...exchange,
    name: 'R26 an Exchange server that answers that it is busy',
    server: answers({ status: 503 }),
    expected: { ...fails('server-busy'), field: null, temporary: true },
  },
  {
    ...exchange,
    name: 'R26 an unexpected answer is reported as unknown',
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
    name: 'R26 a server that does not answer the HTTP request',
    server: (c) => ({ script: (wire) => wire.untilClosed(), tls: c.of('good') }),
    limits: hurried,
    expected: fails('server-silent'),
  },
  {
    ...exchange,
    name: 'R26 a server that sends endless HTTP headers',
    server: (c) => ({ script: endlessHeaders, tls: c.of('good') }),
    expected: fails('limit-exceeded'),
  },
  {
    ...exchange,
    name: 'R26 an IMAP server at the Exchange URL',
    server: (c) => ({ script: imapScript(), tls: c.of('good') }),
    expected: fails('not-this-protocol'),
  },
  {
    ...exchange,
    name: 'R23 the right password for an Exchange inbox',
    password: true,
    server: answers(onPremisesChallenge, inboxFound),
    expected: null,
  },
  {
    ...exchange,
    name: 'R23 the wrong password for Exchange',
    password: true,
    server: answers(onPremisesChallenge, onPremisesChallenge),
    expected: { code: 'auth-rejected', stage: 'authenticate', field: 'credentials.password' },
  },
  {
    ...exchange,
    name: 'R23 an Exchange server that offers only NTLM and Negotiate',
    password: true,
    server: answers({
      ...onPremisesChallenge,
      headers: { ...onPremisesChallenge.headers, 'www-authenticate': ['Negotiate', 'NTLM'] },
    }),
    expected: { code: 'auth-mechanism-unsupported', stage: 'authenticate', field: null, isSkipped: true },
    says: /Negotiate, NTLM/,
  },
];

async function endlessHeaders(wire: Wire): Promise<void> {
  wire.sendRaw('HTTP/1.1 200 OK\r\n');
  await wire.sendForEver('x-a: b\r\n'.repeat(500));
}
