import { expect, test } from '@jest/globals';
import type { DiscoverySource, FoundCandidate } from '@postern/core/discovery';
import type { MailServers } from '@postern/core/mail-settings';
import type { SourceName, Trust } from '@postern/core/provenance';
import { rankCandidates } from '@postern/discovery/candidates/rank-candidates';
import { usableServers } from '@postern/discovery/candidates/usable-servers';
import { parseAutoconfig } from '@postern/discovery/documents/autoconfig-document';
import { writeAutoconfig, type WrittenServer } from '@postern/discovery/test/write-autoconfig';
import { createEgressPolicy } from '@postern/mail-probe/egress/egress-policy';
import { comparePublished } from './published-servers.js';

const server = (host: string, port: number) => ({ host, port, tls: 'implicit' as const });
const servers = (host: string) => ({ imap: server(host, 993), smtp: server(host, 465) });
const saved: MailServers = { kind: 'imap', ...servers('old'), allowNonSecureCertificate: true };
const priorities: Partial<Record<SourceName, number>> = {
  pacc: 1,
  autoconfig: 2,
  ispdb: 3,
  'mx-autoconfig': 4,
  'mx-ispdb': 4,
  srv: 6,
  guess: 7,
};

function candidate(host: string, sources: readonly SourceName[], alternative?: string): FoundCandidate {
  const other = alternative === undefined ? [] : [servers(alternative)];
  return {
    rank: 1,
    kind: 'imap',
    ...servers(host),
    username: { template: '%EMAILADDRESS%', value: null },
    source: sources[0]!,
    sources: [...sources],
    trust: 'verified',
    registrableDomains: [],
    differsFrom: [],
    findings: [],
    authentication: { imap: [], smtp: [] },
    alternatives: { imap: other.map(({ imap }) => imap), smtp: other.map(({ smtp }) => smtp) },
  };
}
const exchange: FoundCandidate = {
  ...(candidate('new', ['autoconfig']) as Extract<FoundCandidate, { kind: 'imap' }>),
  kind: 'exchange',
  exchange: { url: 'https://new/EWS/Exchange.asmx' },
  authentication: { exchange: [] },
} as FoundCandidate;

const trustOf: Partial<Record<SourceName, Trust>> = {
  ispdb: 'third-party',
  'mx-autoconfig': 'dns',
  'mx-ispdb': 'dns',
  srv: 'dns',
  guess: 'guess',
};
function answer(source: SourceName, state: DiscoverySource['state'] = 'found'): DiscoverySource {
  const trust = state === 'found' ? (trustOf[source] ?? 'verified') : null;
  const priority = priorities[source] ?? 0;
  return { source, priority, query: '', state, code: null, detail: null, durationMs: 1, trust };
}

const own = candidate('old', ['account-settings']);
const cases: [name: string, candidates: FoundCandidate[], sources: DiscoverySource[], expected: string][] = [
  ['a trusted source names others', [own, candidate('new', ['ispdb'])], [answer('ispdb')], 'new by ispdb'],
  ['the saved ones are an alternative', [own, candidate('new', ['ispdb'], 'old')], [answer('ispdb')], 'same'],
  ['only unsigned DNS names others', [own, candidate('new', ['srv'])], [answer('srv')], 'same'],
  [
    'signed DNS names others',
    [own, candidate('new', ['srv'])],
    [{ ...answer('srv'), trust: 'verified' }],
    'new by srv',
  ],
  ['nothing is published', [own], [answer('autoconfig', 'absent'), answer('ispdb', 'absent')], 'same'],
  ['nothing answered', [own], [answer('autoconfig', 'unreachable')], 'unknown'],
  [
    'the domain names the saved ones, and a public list others',
    [candidate('old', ['account-settings', 'autoconfig']), candidate('new', ['ispdb'])],
    [answer('autoconfig'), answer('ispdb')],
    'same',
  ],
  [
    'the domain names others, and a public list the saved ones',
    [candidate('old', ['account-settings', 'ispdb']), candidate('new', ['autoconfig'])],
    [answer('autoconfig'), answer('ispdb')],
    'new by autoconfig',
  ],
  [
    'unsigned DNS names the saved ones, and a public list others',
    [candidate('old', ['account-settings', 'srv']), candidate('new', ['ispdb'])],
    [answer('ispdb'), answer('srv')],
    'new by ispdb',
  ],
  [
    'the domain does not answer, which may name the saved ones',
    [own, candidate('new', ['ispdb'])],
    [answer('autoconfig', 'unreachable'), answer('ispdb')],
    'unknown',
  ],
  [
    'a source that counts less does not answer',
    [own, candidate('new', ['autoconfig'])],
    [answer('autoconfig'), answer('ispdb', 'unreachable')],
    'new by autoconfig',
  ],
  ['the other kind is published', [own, exchange], [answer('autoconfig')], 'same'],
  [
    'unsigned DNS leads to a provider that names others',
    [own, candidate('new', ['mx-autoconfig', 'mx-ispdb'])],
    [answer('mx-autoconfig'), answer('mx-ispdb')],
    'same',
  ],
  ['the usual names answer', [own, candidate('new', ['guess'])], [answer('guess')], 'same'],
];

test.each(cases)(
  'R16 servers are compared with what is published: %s',
  (_, candidates, sources, expected) => {
    const published = comparePublished(saved, {
      candidates,
      sources: [answer('account-settings'), ...sources],
    });
    const text =
      typeof published === 'string'
        ? published
        : `${(published.servers as { imap: { host: string } }).imap.host} by ${published.discovered.source}`;
    expect(text).toBe(expected);
  },
);

const policy = createEgressPolicy({ allow: [], ports: [], closed: [] });
const inUse: MailServers = {
  kind: 'imap',
  imap: server('imap.example.com', 993),
  smtp: server('smtp.example.com', 465),
  allowNonSecureCertificate: false,
};
const ssl = { socketType: 'SSL', username: '%EMAILADDRESS%' };
const imap: WrittenServer = { type: 'imap', hostname: 'imap.example.com', port: '993', ...ssl };
const smtp: WrittenServer = { type: 'smtp', hostname: 'smtp.example.com', port: '465', ...ssl };

/** Compares the servers in use with those of a document that the domain itself publishes. */
function publishDocument(...written: readonly WrittenServer[]) {
  const parsed = parseAutoconfig(writeAutoconfig(written));
  const sections = parsed.state === 'found' ? parsed.sections : [];
  const servers = usableServers(sections, { domain: 'example.com', email: null }, policy);
  const source = { source: 'autoconfig', trust: 'verified', servers, findings: [] } as const;
  return comparePublished(inUse, { candidates: rankCandidates([source]), sources: [answer('autoconfig')] });
}

test.each<[difference: string, written: readonly WrittenServer[], isHint: boolean]>([
  ['nothing', [imap, smtp], false],
  ['the order of IMAP and SMTP', [smtp, imap], false],
  ['the order of servers', [{ ...imap, port: '143', socketType: 'STARTTLS' }, imap, smtp], false],
  ['the order of SMTP servers', [imap, { ...smtp, hostname: 'other.example.com' }, smtp], false],
  ['capitals', [{ ...imap, hostname: 'IMAP.Example.COM' }, smtp], false],
  ['a placeholder', [{ ...imap, hostname: 'imap.%EMAILDOMAIN%' }, smtp], false],
  ['the user name', [{ ...imap, username: '%EMAILLOCALPART%' }, smtp], false],
  ['the method of login', [{ ...imap, authentication: ['OAuth2'] }, smtp], false],
  ['a server of another type', [{ ...imap, type: 'pop3', port: '995' }, imap, smtp], false],
  ['a server without encryption', [{ ...imap, port: '143', socketType: 'plain' }, imap, smtp], false],
  ['a missing SMTP server', [{ ...imap, hostname: 'new.example.com' }], false],
  ['the IMAP host', [{ ...imap, hostname: 'new.example.com' }, smtp], true],
  ['the SMTP host', [imap, { ...smtp, hostname: 'new.example.com' }], true],
  ['the port', [imap, { ...smtp, port: '2465' }], true],
  ['STARTTLS in place of TLS', [{ ...imap, socketType: 'STARTTLS' }, smtp], true],
])(
  'R16 a document that differs from the saved servers by %s is a hint only if it names other servers',
  (_, written, isHint) => {
    expect(typeof publishDocument(...written) === 'object').toBe(isHint);
  },
);
