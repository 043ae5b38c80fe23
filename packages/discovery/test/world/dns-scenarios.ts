import { autoconfigUrl, ispdbUrl, standard, standardServers } from './scenario-documents.js';
import type { Scenario, ScriptedName, ScriptedPage } from './scenario.js';

/** A scenario in which the domain’s MX records lead to a provider with this page. */
function hosted(
  title: string,
  domain: string,
  mx: ScriptedName['MX'],
  url: string,
  page: ScriptedPage,
  candidates: string[],
): Scenario {
  return {
    title,
    domain,
    dns: { [domain]: { MX: mx } },
    pages: { [url]: page },
    candidates,
    attempts: { mx: ['found'] },
  };
}

type Srv = NonNullable<ScriptedName['SRV']>;
/** A scenario with SRV records only. */
function services(
  title: string,
  domain: string,
  records: Readonly<Record<string, Srv>>,
  expected: Partial<Scenario>,
): Scenario {
  const dns = Object.entries(records).map(([label, SRV]) => [`${label}._tcp.${domain}`, { SRV }] as const);
  return { title, domain, dns: Object.fromEntries(dns), candidates: [], ...expected };
}

/** MX and SRV records, and the usual names of servers. */
export const dnsScenarios: readonly Scenario[] = [
  hosted(
    'the best MX leads to the provider’s document, under its name without the first label',
    'customer.example',
    [[10, 'mx1.eu.provider-one.example']],
    autoconfigUrl('eu.provider-one.example'),
    standard('provider-one.example'),
    [`mx-autoconfig dns ${standardServers('provider-one.example')}`],
  ),
  hosted(
    'the best MX leads to its registrable domain',
    'tenant.example',
    [[10, 'a.b.c.provider-two.example']],
    autoconfigUrl('provider-two.example'),
    standard('provider-two.example'),
    [`mx-autoconfig dns ${standardServers('provider-two.example')}`],
  ),
  {
    title: 'documents of the provider go before the ISPDB, and those of the longer name first',
    domain: 'ordered.example',
    dns: { 'ordered.example': { MX: [[10, 'mx.eu.provider-four.example']] } },
    pages: {
      [ispdbUrl('provider-four.example')]: standard('d.provider-four.example'),
      [ispdbUrl('eu.provider-four.example')]: standard('c.provider-four.example'),
      [autoconfigUrl('provider-four.example')]: standard('b.provider-four.example'),
      [autoconfigUrl('eu.provider-four.example')]: {
        ...standard('a.provider-four.example'),
        delayMs: 500,
      },
    },
    candidates: [
      `mx-autoconfig dns ${standardServers('a.provider-four.example')}`,
      `mx-autoconfig dns ${standardServers('b.provider-four.example')}`,
      `mx-ispdb dns ${standardServers('c.provider-four.example')}`,
      `mx-ispdb dns ${standardServers('d.provider-four.example')}`,
    ],
  },
  hosted(
    'the ISPDB is asked for the name of the MX too',
    'listed.example',
    [[10, 'listed-example.mail.provider-three.example']],
    ispdbUrl('mail.provider-three.example'),
    standard('provider-three.example'),
    [`mx-ispdb dns ${standardServers('provider-three.example')}`],
  ),
  hosted(
    'MX records are sorted by number, not as text or in the order of the answer',
    'sorted.example',
    [
      [10, 'mx.provider-ten.example'],
      [9, 'mx.provider-nine.example'],
      [100, 'mx.provider-hundred.example'],
    ],
    autoconfigUrl('provider-nine.example'),
    standard('provider-nine.example'),
    [`mx-autoconfig dns ${standardServers('provider-nine.example')}`],
  ),
  {
    title: 'a null MX means that the domain receives no mail',
    domain: 'null-mx.example',
    dns: { 'null-mx.example': { MX: [[0, '.']] } },
    candidates: [],
    attempts: { mx: ['null-mx'] },
  },
  {
    title: 'an MX at a public suffix leads nowhere',
    domain: 'suffix-mx.example',
    dns: { 'suffix-mx.example': { MX: [[0, 'co.uk']] } },
    candidates: [],
    attempts: { mx: ['no-records'] },
  },
  {
    title: 'MX records that cannot be looked up are not missing',
    domain: 'failing-mx.example',
    dns: { 'failing-mx.example': { fault: 'servfail' } },
    candidates: [],
    attempts: { mx: ['unreachable'], autoconfig: ['dns-not-found', 'dns-temporary'] },
  },
  services(
    'SRV records with TLS from the first byte are used; a resolver that nobody vouches for verifies nothing',
    'srv.example',
    { _imaps: [[0, 1, 993, 'imap.srv.example']], _submissions: [[0, 1, 465, 'smtp.srv.example']] },
    { candidates: [`srv dns ${standardServers('srv.example')}`] },
  ),
  services(
    'the label decides between TLS and STARTTLS, never the port',
    'label.example',
    { _imap: [[0, 1, 993, 'imap.label.example']], _submission: [[0, 1, 587, 'smtp.label.example']] },
    { candidates: ['srv dns imap.label.example:993 starttls, smtp.label.example:587 starttls'] },
  ),
  services(
    'port 465 under _submission means TLS from the first byte, with a finding',
    'mislabelled.example',
    {
      _imaps: [[0, 1, 993, 'imap.mislabelled.example']],
      _submission: [[0, 1, 465, 'smtp.mislabelled.example']],
    },
    { candidates: [`srv dns ${standardServers('mislabelled.example')}`], findings: ['submission-on-465'] },
  ),
  services(
    '_submissions goes before _submission, and the target “.” is not offered',
    'preferred.example',
    {
      _imap: [[0, 0, 0, '.']],
      _imaps: [[0, 1, 993, 'imap.preferred.example']],
      _submission: [[0, 1, 587, 'smtp.preferred.example']],
      _submissions: [[5, 1, 465, 'smtp.preferred.example']],
    },
    { candidates: [`srv dns ${standardServers('preferred.example')}`], findings: ['not-offered'] },
  ),
  services(
    'the lowest priority goes first, then the highest weight',
    'weighted.example',
    {
      _imaps: [
        [20, 100, 993, 'third.weighted.example'],
        [5, 10, 993, 'second.weighted.example'],
        [5, 90, 993, 'imap.weighted.example'],
      ],
      _submissions: [[0, 1, 465, 'smtp.weighted.example']],
    },
    { candidates: [`srv dns ${standardServers('weighted.example')}`] },
  ),
  services(
    'a domain that declares that it offers no mail has no candidate',
    'declined.example',
    { _imap: [[0, 0, 0, '.']], _imaps: [[0, 0, 0, '.']], _submission: [[0, 0, 0, '.']] },
    { attempts: { srv: ['not-offered'] } },
  ),
  services(
    'an SRV record for IMAP alone is no candidate',
    'imap-only.example',
    { _imaps: [[0, 1, 993, 'imap.imap-only.example']] },
    {
      attempts: { srv: ['no-smtp-server'] },
    },
  ),
  {
    title: 'the usual names are proposed if their servers pass the check',
    domain: 'guessed.example',
    dns: {
      'imap.guessed.example': { A: ['127.0.0.4'] },
      'smtp.guessed.example': { A: ['127.0.0.4'] },
    },
    candidates: [`guess guess ${standardServers('guessed.example')}`],
    attempts: { guess: ['found'] },
  },
  {
    title: 'the name mail.{domain} is tried for both servers',
    domain: 'guessed-mail.example',
    dns: { 'mail.guessed-mail.example': { A: ['127.0.0.4'] } },
    candidates: [
      'guess guess mail.guessed-mail.example:993 implicit, mail.guessed-mail.example:465 implicit',
    ],
    attempts: { guess: ['found'] },
  },
  {
    title: 'the usual names are not proposed with a certificate for another name',
    domain: 'guessed-wrong.example',
    dns: {
      'imap.guessed-wrong.example': { A: ['127.0.0.5'] },
      'smtp.guessed-wrong.example': { A: ['127.0.0.5'] },
    },
    candidates: [],
    attempts: { guess: ['no-server-answers'] },
  },
  {
    title: 'the usual names are not tried at a blocked address',
    domain: 'guessed-inward.example',
    dns: {
      'imap.guessed-inward.example': { A: ['10.1.1.1'] },
      'smtp.guessed-inward.example': { A: ['10.1.1.1'] },
    },
    candidates: [],
    attempts: { guess: ['no-server-answers'] },
  },
  {
    title: 'a domain that does not exist gives a reason for each source',
    domain: 'missing.example',
    candidates: [],
    attempts: {
      pacc: ['dns-not-found'],
      autoconfig: ['dns-not-found', 'absent'],
      ispdb: ['no-document'],
      mx: ['no-records'],
      autodiscover: ['dns-not-found'],
      srv: ['no-records'],
      guess: ['no-server-answers'],
    },
  },
];
