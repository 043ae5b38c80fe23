import { autoconfigUrl, standard, standardServers } from './scenario-documents.js';
import type { Scenario, ScriptedName, ScriptedPage } from './scenario.js';
import { silentNames } from './silent-names.js';

/** A scenario in which `autoconfig.{domain}` redirects to a location, and what becomes of it. */
function redirecting(
  title: string,
  domain: string,
  location: string | undefined,
  outcome: string,
  more: Readonly<Record<string, ScriptedPage>> = {},
): Scenario {
  const isFound = outcome === 'found';
  return {
    title,
    domain,
    pages: { [autoconfigUrl(domain)]: { status: 302, location }, ...more },
    candidates: isFound ? [`autoconfig verified ${standardServers(domain)}`] : [],
    attempts: { autoconfig: [outcome, 'absent'] },
  };
}

/** A scenario in which `autoconfig.{domain}` has these addresses, and its document would be there. */
function addressed(title: string, domain: string, name: ScriptedName, outcome: string): Scenario {
  return {
    title,
    domain,
    pages: { [autoconfigUrl(domain)]: standard(domain) },
    dns: { [`autoconfig.${domain}`]: name },
    isTimed: true,
    candidates: [],
    attempts: { autoconfig: [outcome, 'absent'] },
  };
}

const step = (domain: string, from: number, to: number): [string, ScriptedPage] => [
  `https://www.${domain}/${from}`,
  { status: 307, location: `/${to}` },
];

/** Where a discovery may connect: https, public addresses, few redirects, no name that anybody may register. */
export const guardScenarios: readonly Scenario[] = [
  redirecting(
    'a redirect over https is followed',
    'moved.example',
    'https://files.moved.example/c.xml',
    'found',
    {
      'https://files.moved.example/c.xml': standard('moved.example'),
    },
  ),
  redirecting('three redirects are followed', 'thrice.example', 'https://www.thrice.example/1', 'found', {
    ...Object.fromEntries([step('thrice.example', 1, 2), step('thrice.example', 2, 3)]),
    'https://www.thrice.example/3': standard('thrice.example'),
  }),
  {
    title: 'a redirect is followed at once, and its text is never read as the document',
    domain: 'redirect-text.example',
    pages: {
      [autoconfigUrl('redirect-text.example')]: {
        ...standard('text.redirect-text.example'),
        status: 302,
        location: 'https://www.redirect-text.example/c.xml',
        pauseMs: 60_000,
      },
      'https://www.redirect-text.example/c.xml': { ...standard('redirect-text.example'), delayMs: 300 },
    },
    candidates: [`autoconfig verified ${standardServers('redirect-text.example')}`],
    attempts: { autoconfig: ['found', 'absent'] },
  },
  redirecting(
    'a fourth redirect is refused',
    'often.example',
    'https://www.often.example/1',
    'too-many-redirects',
    {
      ...Object.fromEntries([
        step('often.example', 1, 2),
        step('often.example', 2, 3),
        step('often.example', 3, 4),
      ]),
      'https://www.often.example/4': standard('often.example'),
    },
  ),
  redirecting(
    'a redirect to http is refused',
    'downgrade.example',
    'http://www.downgrade.example/c.xml',
    'not-https',
  ),
  redirecting(
    'a redirect to another port is refused',
    'port.example',
    'https://www.port.example:8443/c.xml',
    'other-port',
  ),
  redirecting(
    'a redirect to an address is refused',
    'literal.example',
    'https://127.0.0.1/c.xml',
    'host-not-allowed',
  ),
  redirecting(
    'a redirect to a public suffix is refused',
    'suffix.example',
    'https://co.uk/c.xml',
    'host-not-allowed',
  ),
  redirecting(
    'a redirect to autodiscover.<public suffix> is refused',
    'squatter.example',
    'https://autodiscover.co.uk/c.xml',
    'host-not-allowed',
  ),
  redirecting(
    'a redirect with a password is refused',
    'userinfo.example',
    'https://jane:canary@www.userinfo.example/',
    'url-has-user',
  ),
  redirecting('a redirect to nowhere is invalid', 'nowhere.example', undefined, 'redirect-malformed'),
  {
    ...redirecting(
      'a redirect to a blocked address is refused',
      'inward.example',
      'https://www.inward.example/c.xml',
      'target-not-allowed',
    ),
    dns: { 'www.inward.example': { A: ['10.1.1.1'] } },
  },
  {
    ...redirecting(
      'a name that changes its address before the redirect is refused',
      'rebind.example',
      'https://autoconfig.rebind.example/2',
      'target-not-allowed',
    ),
    dns: { 'autoconfig.rebind.example': { A: ['127.0.0.1'], thenA: ['10.1.1.1'] } },
  },
  addressed('a private address is not asked', 'private.example', { A: ['10.1.1.1'] }, 'target-not-allowed'),
  addressed(
    'a cloud’s metadata address is not asked',
    'metadata.example',
    { A: ['169.254.169.254'] },
    'target-not-allowed',
  ),
  addressed(
    'one blocked address among allowed ones refuses them all',
    'mixed.example',
    { A: ['127.0.0.1', '10.1.1.1'] },
    'target-not-allowed',
  ),
  addressed(
    'a web server that accepts and says nothing is unreachable',
    'mute.example',
    { A: ['127.0.0.3'] },
    'unreachable',
  ),
  addressed(
    'an address that does not answer is unreachable',
    'silent.example',
    { A: ['192.0.2.1'] },
    'connect-timeout',
  ),
  addressed(
    'a refused connection is unreachable, not absent',
    'closed.example',
    { A: ['127.0.0.9'] },
    'connect-refused',
  ),
  addressed(
    'a name server that fails is not "no settings"',
    'lame.example',
    { fault: 'servfail' },
    'dns-temporary',
  ),
  addressed(
    'a name server that is silent is not "no settings"',
    'no-answer.example',
    { fault: 'silence' },
    'dns-temporary',
  ),
  {
    title: 'a certificate for another name is not accepted',
    domain: 'impostor.example',
    pages: { [autoconfigUrl('impostor.example')]: standard('impostor.example') },
    wrongCertificate: ['autoconfig.impostor.example'],
    candidates: [],
    attempts: { autoconfig: ['cert-name-mismatch', 'absent'] },
  },
  {
    title: 'a certificate that an admin accepts for the saved servers is not accepted for a document',
    domain: 'accepting.example',
    pages: { [autoconfigUrl('accepting.example')]: standard('accepting.example') },
    wrongCertificate: ['autoconfig.accepting.example'],
    saved: {
      kind: 'imap',
      imap: { host: 'autoconfig.accepting.example', port: 993, tls: 'implicit' },
      smtp: { host: 'autoconfig.accepting.example', port: 465, tls: 'implicit' },
      allowNonSecureCertificate: true,
    },
    candidates: [
      'account-settings verified autoconfig.accepting.example:993 implicit, autoconfig.accepting.example:465 implicit',
    ],
    attempts: { autoconfig: ['cert-name-mismatch', 'absent'] },
  },
  {
    title: 'nothing is asked under a public suffix',
    domain: 'co.uk',
    pages: {
      'https://autoconfig.co.uk/mail/config-v1.1.xml': standard('co.uk'),
      'https://autodiscover.co.uk/autodiscover/autodiscover.json?Email=postern%40co.uk&Protocol=Ews':
        standard('co.uk'),
    },
    candidates: [],
    attempts: {
      pacc: ['host-not-allowed'],
      autoconfig: ['host-not-allowed', 'host-not-allowed'],
      autodiscover: ['host-not-allowed'],
      guess: ['public-suffix'],
    },
  },
  {
    title: 'with every name server and every web server silent, each source says that it did not answer',
    domain: 'speechless.example',
    isTimed: true,
    dns: {
      ...silentNames('speechless.example'),
      ...Object.fromEntries(
        ['ua-auto-config', 'autoconfig', 'autodiscover'].map((label) => [
          `${label}.speechless.example`,
          { A: ['127.0.0.3'] },
        ]),
      ),
    },
    candidates: [],
    attempts: {
      pacc: ['unreachable'],
      autoconfig: ['unreachable', 'unreachable'],
      mx: ['unreachable'],
      autodiscover: ['unreachable'],
      srv: ['unreachable'],
    },
  },
  {
    title: 'with every name silent, each source says that it did not answer',
    domain: 'quiet.example',
    isTimed: true,
    dns: silentNames('quiet.example'),
    candidates: [],
    attempts: {
      pacc: ['unreachable'],
      autoconfig: ['unreachable', 'unreachable'],
      mx: ['unreachable'],
      autodiscover: ['unreachable'],
      srv: ['unreachable'],
    },
  },
];
