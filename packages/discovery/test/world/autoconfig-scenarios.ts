import {
  autoconfigUrl,
  documentOf,
  imapServer,
  smtpServer,
  standard,
  standardServers,
  wellKnownUrl,
} from './scenario-documents.js';
import type { Scenario, ScriptedPage } from './scenario.js';

const found = (domain: string) => [`autoconfig verified ${standardServers(domain)}`];

/** A scenario in which the domain publishes this document at its preferred place. */
function publishing(
  title: string,
  domain: string,
  page: ScriptedPage,
  expected: Omit<Scenario, 'title' | 'domain' | 'pages'>,
): Scenario {
  return { title, domain, pages: { [autoconfigUrl(domain)]: page }, ...expected };
}

/** Documents of Mail Autoconfig, right and wrong. */
export const autoconfigScenarios: readonly Scenario[] = [
  publishing(
    'a document at autoconfig.{domain} is found',
    'published.example',
    standard('published.example'),
    {
      candidates: found('published.example'),
      username: null,
    },
  ),
  {
    title: 'a document under .well-known is found',
    domain: 'well-known.example',
    pages: { [wellKnownUrl('well-known.example')]: standard('well-known.example') },
    candidates: found('well-known.example'),
    attempts: { autoconfig: ['dns-not-found', 'found'] },
  },
  {
    title:
      'two answers that arrive in turns are each read as their own; that at autoconfig.{domain} goes first',
    domain: 'in-turns.example',
    pages: {
      [autoconfigUrl('in-turns.example')]: { ...standard('one.in-turns.example'), pauseMs: 800 },
      [wellKnownUrl('in-turns.example')]: { ...standard('two.in-turns.example'), pauseMs: 300 },
    },
    candidates: ['one', 'two'].map(
      (name) => `autoconfig verified ${standardServers(`${name}.in-turns.example`)}`,
    ),
  },
  publishing(
    'a document declared as HTML is read all the same',
    'typed.example',
    { ...standard('typed.example'), type: 'text/html' },
    {
      candidates: found('typed.example'),
    },
  ),
  publishing(
    'a web page with status 200 is no document',
    'page.example',
    { body: '<!doctype html><p>Welcome', type: 'text/html' },
    {
      candidates: [],
      attempts: { autoconfig: ['html-page', 'absent'] },
    },
  ),
  publishing(
    'a web page in XHTML without a declaration is no document',
    'xhtml.example',
    { body: '<div>Welcome', type: 'text/html' },
    {
      candidates: [],
      attempts: { autoconfig: ['html-page', 'absent'] },
    },
  ),
  publishing(
    'a document that is cut is invalid as a whole',
    'broken.example',
    { body: String(standard('broken.example').body).slice(0, -20) },
    {
      candidates: [],
      attempts: { autoconfig: ['not-well-formed', 'absent'] },
    },
  ),
  publishing(
    'a document with a document type declaration is invalid',
    'entity.example',
    { body: `<!DOCTYPE clientConfig>${String(standard('entity.example').body).replace(/<\?.*\?>/, '')}` },
    {
      candidates: [],
      attempts: { autoconfig: ['document-type', 'absent'] },
    },
  ),
  publishing(
    'a document without an end is cut at 64 KiB',
    'endless.example',
    { fault: 'endless' },
    {
      candidates: [],
      attempts: { autoconfig: ['too-large', 'absent'] },
    },
  ),
  publishing(
    'a connection that closes in the middle of a document gives no answer',
    'cut.example',
    { ...standard('cut.example'), fault: 'cut' },
    {
      candidates: [],
      attempts: { autoconfig: ['unreachable', 'absent'] },
    },
  ),
  publishing(
    'a server without encryption is skipped, and the others count',
    'plain.example',
    documentOf(
      imapServer('plain.example', { port: '143', socketType: 'plain' }),
      imapServer('plain.example', { port: '143', socketType: 'STARTTLS' }),
      smtpServer('plain.example'),
    ),
    {
      candidates: ['autoconfig verified imap.plain.example:143 starttls, smtp.plain.example:465 implicit'],
      findings: ['not-encrypted'],
    },
  ),
  publishing(
    'an unknown socketType does not reject the whole document',
    'unknown-socket.example',
    documentOf(
      imapServer('unknown-socket.example', { socketType: 'QUIC' }),
      imapServer('unknown-socket.example'),
      smtpServer('unknown-socket.example'),
    ),
    { candidates: found('unknown-socket.example'), findings: ['encryption-unknown'] },
  ),
  publishing(
    'a server with the port 0 is skipped',
    'port-zero.example',
    documentOf(
      imapServer('port-zero.example', { port: '0' }),
      imapServer('port-zero.example'),
      smtpServer('port-zero.example'),
    ),
    { candidates: found('port-zero.example'), findings: ['port-missing'] },
  ),
  publishing(
    'a document whose only IMAP server lacks its host is invalid, with the reason',
    'no-host.example',
    documentOf(imapServer('no-host.example', { hostname: undefined }), smtpServer('no-host.example')),
    { candidates: [], attempts: { autoconfig: ['no-usable-server', 'absent'] } },
  ),
  publishing(
    'a server in a local network is skipped',
    'local.example',
    documentOf(
      imapServer('local.example', { hostname: '10.1.1.1' }),
      imapServer('local.example', { hostname: 'imap.internal' }),
      imapServer('local.example'),
      smtpServer('local.example'),
    ),
    { candidates: found('local.example'), findings: ['host-not-allowed', 'host-not-allowed'] },
  ),
  publishing(
    '%EMAILDOMAIN% is replaced as a part of a host and of a user name',
    'placeholder.example',
    documentOf(
      imapServer('placeholder.example', {
        hostname: 'imap.%EMAILDOMAIN%',
        username: '%EMAILLOCALPART%.%EMAILDOMAIN%',
      }),
      smtpServer('placeholder.example', {
        hostname: 'smtp.%EMAILDOMAIN%',
        username: '%EMAILLOCALPART%.%EMAILDOMAIN%',
      }),
    ),
    {
      email: 'jane.doe@placeholder.example',
      candidates: found('placeholder.example'),
      username: 'jane.doe.placeholder.example',
    },
  ),
  publishing(
    'a local part that reads like a placeholder is not expanded',
    'expansion.example',
    standard('expansion.example'),
    {
      email: '%EMAILDOMAIN%@expansion.example',
      candidates: found('expansion.example'),
      username: '%EMAILDOMAIN%@expansion.example',
    },
  ),
  publishing(
    'a host with an unknown placeholder makes its section invalid',
    'left-over.example',
    documentOf(
      imapServer('left-over.example', { hostname: '%SERVER%.left-over.example' }),
      smtpServer('left-over.example'),
    ),
    { candidates: [], attempts: { autoconfig: ['no-usable-server', 'absent'] } },
  ),
  publishing(
    'the first usable server of each kind counts, not the first section only',
    'several.example',
    documentOf(
      { ...imapServer('several.example'), type: 'pop3' },
      imapServer('several.example', { hostname: 'second.several.example', socketType: 'plain' }),
      imapServer('several.example'),
      imapServer('several.example', { port: '143', socketType: 'STARTTLS' }),
      smtpServer('several.example', { port: '587', socketType: 'STARTTLS' }),
      smtpServer('several.example'),
    ),
    {
      candidates: [
        'autoconfig verified imap.several.example:993 implicit, smtp.several.example:587 starttls',
      ],
    },
  ),
  publishing(
    'a document with POP3 only says nothing that can be used',
    'pop.example',
    documentOf({ ...imapServer('pop.example'), type: 'pop3' }, smtpServer('pop.example')),
    {
      candidates: [],
      attempts: { autoconfig: ['no-imap-server', 'absent'] },
    },
  ),
  publishing(
    'an IMAP server without an SMTP server is no candidate',
    'half.example',
    documentOf(imapServer('half.example')),
    {
      candidates: [],
      attempts: { autoconfig: ['no-smtp-server', 'absent'] },
    },
  ),
  publishing(
    'a password in the document is not used',
    'password.example',
    documentOf(
      imapServer('password.example', { more: '<password>canary-7f3a9c</password>' }),
      smtpServer('password.example'),
    ),
    {
      candidates: found('password.example'),
    },
  ),
  publishing(
    'an Exchange server makes a candidate of its own',
    'exchange.example',
    documentOf(
      { type: 'exchange', more: '<ewsURL>https://mail.exchange.example/EWS/Exchange.asmx</ewsURL>' },
      imapServer('exchange.example'),
      smtpServer('exchange.example'),
    ),
    {
      candidates: [
        ...found('exchange.example'),
        'autoconfig verified https://mail.exchange.example/EWS/Exchange.asmx',
      ],
    },
  ),
  publishing(
    'an SMTP server with another user name is a finding',
    'other-user.example',
    documentOf(
      imapServer('other-user.example'),
      smtpServer('other-user.example', { username: '%EMAILLOCALPART%' }),
    ),
    { candidates: found('other-user.example'), findings: ['smtp-username-differs'] },
  ),
  publishing(
    'a server that asks for a login is not given one',
    'login.example',
    { status: 401 },
    {
      candidates: [],
      attempts: { autoconfig: ['login-required', 'absent'] },
    },
  ),
  publishing(
    'an error of the server does not count as "no settings"',
    'error.example',
    { status: 503 },
    {
      candidates: [],
      attempts: { autoconfig: ['server-error', 'absent'] },
    },
  ),
  {
    title: 'a domain with other letters is asked by its A-label',
    domain: 'xn--bcher-kva.example',
    pages: { [autoconfigUrl('xn--bcher-kva.example')]: standard('xn--bcher-kva.example') },
    candidates: found('xn--bcher-kva.example'),
  },
];
