import {
  autoconfigUrl,
  autodiscoverUrl,
  digestRecord,
  documentOf,
  ewsPage,
  imapServer,
  ispdbUrl,
  paccBody,
  paccPage,
  paccUrl,
  smtpServer,
  standard,
  standardServers,
  wellKnownUrl,
} from './scenario-documents.js';
import type { Scenario, ScriptedName } from './scenario.js';

/** A scenario with a PACC document and the records at its name for the digest. */
function pacc(
  title: string,
  domain: string,
  txt: ScriptedName,
  outcome: string,
  body = paccBody(domain),
): Scenario {
  return {
    title,
    domain,
    pages: { [paccUrl(domain)]: paccPage(body) },
    dns: { [`_ua-auto-config.${domain}`]: txt },
    candidates: outcome === 'found' ? [`pacc verified ${standardServers(domain)}`] : [],
    attempts: { pacc: [outcome] },
  };
}

/** A scenario with one answer of Autodiscover V2. */
function autodiscover(title: string, domain: string, scenario: Partial<Scenario>): Scenario {
  return { title, domain, candidates: [], ...scenario };
}

const other = 'v=UAAC1; a=sha256; d=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=';
const split = digestRecord(paccBody('pieces.example'));

/** Which source wins, and how far each can be trusted. */
export const priorityScenarios: readonly Scenario[] = [
  pacc(
    'a PACC document with its digest is verified',
    'pacc.example',
    { TXT: [[digestRecord(paccBody('pacc.example'))]] },
    'found',
  ),
  pacc(
    'the name smtp of earlier revisions counts',
    'pacc-two.example',
    { TXT: [[digestRecord(paccBody('pacc-two.example', 'smtp'))]] },
    'found',
    paccBody('pacc-two.example', 'smtp'),
  ),
  pacc(
    'a digest may come in pieces',
    'pieces.example',
    { TXT: [[split.slice(0, 30), split.slice(30)]] },
    'found',
  ),
  pacc(
    'a new digest beside the old one counts',
    'rollover.example',
    { TXT: [[other], [digestRecord(paccBody('rollover.example'))]] },
    'found',
  ),
  pacc(
    'an answer of many records is read over TCP',
    'many.example',
    {
      TXT: [
        ...Array.from({ length: 8 }, (_, index) => [`v=spf${index} ${'x'.repeat(80)}`]),
        [digestRecord(paccBody('many.example'))],
      ],
    },
    'found',
  ),
  pacc(
    'a PACC document with another digest is invalid',
    'mismatch.example',
    { TXT: [[other]] },
    'digest-mismatch',
  ),
  pacc('a PACC document without a digest is invalid', 'undigested.example', {}, 'digest-missing'),
  pacc(
    'a digest that cannot be looked up is not a missing digest',
    'unsigned.example',
    { fault: 'servfail' },
    'unreachable',
  ),
  {
    title: 'a slow PACC document wins over a fast Mail Autoconfig document',
    domain: 'slow-pacc.example',
    pages: {
      [paccUrl('slow-pacc.example')]: { ...paccPage(paccBody('slow-pacc.example')), delayMs: 1_500 },
      [autoconfigUrl('slow-pacc.example')]: standard('other.slow-pacc.example'),
    },
    dns: {
      '_ua-auto-config.slow-pacc.example': {
        TXT: [[digestRecord(paccBody('slow-pacc.example'))]],
        delayMs: 500,
      },
    },
    candidates: [
      `pacc verified ${standardServers('slow-pacc.example')}`,
      `autoconfig verified ${standardServers('other.slow-pacc.example')}`,
    ],
  },
  {
    title: 'a slow document of the domain wins over the fast one of the ISPDB',
    domain: 'slow.example',
    pages: {
      [autoconfigUrl('slow.example')]: { ...standard('slow.example'), delayMs: 2_500 },
      [ispdbUrl('slow.example')]: standard('ispdb.slow.example'),
    },
    candidates: [
      `autoconfig verified ${standardServers('slow.example')}`,
      `ispdb third-party ${standardServers('ispdb.slow.example')}`,
    ],
  },
  {
    title: 'a fast empty answer does not win over a slow good one',
    domain: 'empty.example',
    pages: {
      [autoconfigUrl('empty.example')]: { status: 404 },
      [wellKnownUrl('empty.example')]: { ...standard('empty.example'), delayMs: 2_500 },
    },
    candidates: [`autoconfig verified ${standardServers('empty.example')}`],
    attempts: { autoconfig: ['no-document', 'found'] },
  },
  {
    title: 'an answer after the deadline does not count',
    domain: 'late.example',
    isTimed: true,
    pages: { [autoconfigUrl('late.example')]: { ...standard('late.example'), delayMs: 7_000 } },
    candidates: [],
    attempts: { autoconfig: ['unreachable', 'absent'] },
  },
  {
    title: 'the ISPDB is the word of a third party',
    domain: 'database.example',
    pages: { [ispdbUrl('database.example')]: standard('database.example') },
    candidates: [`ispdb third-party ${standardServers('database.example')}`],
  },
  {
    title: 'equal servers of several sources are one candidate with the best trust',
    domain: 'equal.example',
    pages: {
      [ispdbUrl('equal.example')]: standard('equal.example'),
      [wellKnownUrl('equal.example')]: standard('equal.example'),
    },
    dns: {
      '_imaps._tcp.equal.example': { SRV: [[0, 1, 993, 'imap.equal.example']] },
      '_submissions._tcp.equal.example': { SRV: [[0, 1, 465, 'smtp.equal.example']] },
    },
    candidates: [`autoconfig+ispdb+srv verified ${standardServers('equal.example')}`],
  },
  {
    title: 'a document that differs in one port is another candidate',
    domain: 'differs.example',
    pages: {
      [autoconfigUrl('differs.example')]: standard('differs.example'),
      [ispdbUrl('differs.example')]: documentOf(
        imapServer('differs.example'),
        smtpServer('differs.example', { port: '587', socketType: 'STARTTLS' }),
      ),
    },
    candidates: [
      `autoconfig verified ${standardServers('differs.example')}`,
      'ispdb third-party imap.differs.example:993 implicit, smtp.differs.example:587 starttls',
    ],
  },
  autodiscover('Autodiscover under the domain is verified', 'outlook.example', {
    pages: {
      [autodiscoverUrl('outlook.example')]: ewsPage('https://mail.outlook.example/EWS/Exchange.asmx'),
    },
    candidates: ['autodiscover verified https://mail.outlook.example/EWS/Exchange.asmx'],
  }),
  autodiscover('the local part keeps its dots, and a plus sign is encoded', 'dotted.example', {
    email: 'jane.doe+crm@dotted.example',
    pages: {
      'https://autodiscover.dotted.example/autodiscover/autodiscover.json?Email=jane.doe%2Bcrm%40dotted.example&Protocol=Ews':
        ewsPage('https://mail.dotted.example/EWS/Exchange.asmx'),
    },
    candidates: ['autodiscover verified https://mail.dotted.example/EWS/Exchange.asmx'],
    username: 'jane.doe+crm@dotted.example',
  }),
  autodiscover('Autodiscover that leads to another domain is only as good as the DNS', 'hosted.example', {
    pages: {
      [autodiscoverUrl('hosted.example')]: { status: 302, location: 'https://auto.hoster.example/v2' },
      'https://auto.hoster.example/v2': ewsPage('https://mail.hoster.example/EWS/Exchange.asmx'),
    },
    candidates: ['autodiscover dns https://mail.hoster.example/EWS/Exchange.asmx'],
  }),
  autodiscover('Autodiscover that knows no Exchange server says so with status 400', 'no-exchange.example', {
    pages: {
      [autodiscoverUrl('no-exchange.example')]: {
        status: 400,
        type: 'application/json',
        body: '{"ErrorCode":"ProtocolNotSupported"}',
      },
    },
    attempts: { autodiscover: ['no-exchange'] },
  }),
  autodiscover('Exchange Online comes last, with a finding', 'cloud.example', {
    pages: {
      [autodiscoverUrl('cloud.example')]: ewsPage('https://outlook.office365.com/EWS/Exchange.asmx'),
    },
    candidates: ['autodiscover verified https://outlook.office365.com/EWS/Exchange.asmx'],
    findings: ['exchange-online-retired'],
  }),
  autodiscover('a URL of Autodiscover over http is not used', 'insecure.example', {
    pages: {
      [autodiscoverUrl('insecure.example')]: ewsPage('http://mail.insecure.example/EWS/Exchange.asmx'),
    },
    attempts: { autodiscover: ['no-usable-server'] },
  }),
];
