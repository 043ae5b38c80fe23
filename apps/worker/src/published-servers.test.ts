import { expect, test } from '@jest/globals';
import type { DiscoverySource, FoundCandidate } from '@postern/core/discovery';
import type { MailServers } from '@postern/core/mail-settings';
import type { SourceName, Trust } from '@postern/core/provenance';
import { comparePublished } from './published-servers.js';

const server = (host: string, port: number) => ({ host, port, tls: 'implicit' as const });
const servers = (host: string) => ({ imap: server(host, 993), smtp: server(host, 465) });
const saved: MailServers = { kind: 'imap', ...servers('old'), allowNonSecureCertificate: true };
const priorities: Partial<Record<SourceName, number>> = { pacc: 1, autoconfig: 2, ispdb: 3, srv: 6 };

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

const trustOf: Partial<Record<SourceName, Trust>> = { ispdb: 'third-party', srv: 'dns' };
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
