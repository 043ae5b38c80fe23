import type { Finding } from '@postern/core/finding';
import { finding } from '@postern/core/findings/finding-texts';
import type { MailServer } from '@postern/core/mail-settings';
import { serversKey } from '@postern/core/servers-key';
import { registrableDomain } from '@postern/core/registrable-domain';
import { isExchangeOnline } from '@postern/mail-probe/exchange/judge-exchange';
import type { FoundCandidate } from '@postern/core/discovery';
import type { SourceName, Trust } from '@postern/core/provenance';
import type { UsableServers } from './usable-servers.js';

/** The servers that one source proposes. */
export type SourceProposal = {
  readonly source: SourceName;
  readonly trust: Trust;
  readonly servers: UsableServers;
  readonly findings: readonly Finding[];
};

const trustOrder: readonly Trust[] = ['verified', 'third-party', 'dns', 'guess'];

const retired = finding('warning', 'exchange-online-retired');

/**
 * Turns what the sources propose into candidates. `proposals` are ordered by priority; the first server of each kind
 * counts, the others are alternatives. Equal servers of several sources become one candidate, with the best trust of
 * them. Exchange Online comes last, because its Exchange Web Services are switched off.
 */
export function rankCandidates(proposals: readonly SourceProposal[]): FoundCandidate[] {
  const merged = new Map<string, FoundCandidate>();
  for (const candidate of proposals.flatMap(candidatesOf)) {
    const key = serversKey(candidate);
    const known = merged.get(key);
    merged.set(key, known === undefined ? candidate : mergeSources(known, candidate));
  }
  const isRetired = ({ findings }: FoundCandidate) => findings.includes(retired);
  const all = [...merged.values()];
  const ordered = [...all.filter((one) => !isRetired(one)), ...all.filter(isRetired)];
  return ordered.map((candidate, index) => ({
    ...candidate,
    rank: index + 1,
    differsFrom: ordered.flatMap((other, at) =>
      at !== index && other.kind === candidate.kind ? [at + 1] : [],
    ),
  }));
}

function candidatesOf({ source, trust, servers, findings }: SourceProposal): FoundCandidate[] {
  const [imap, ...otherImap] = servers.imap;
  const [smtp, ...otherSmtp] = servers.smtp;
  const [exchange] = servers.exchange;
  const shared = { rank: 0, source, sources: [source], trust, differsFrom: [] };
  const found = [...findings, ...servers.findings];
  const candidates: FoundCandidate[] = [];
  if (imap !== undefined && smtp !== undefined) {
    const differs =
      imap.username.template === smtp.username.template ? [] : [otherUsername(smtp.username.template)];
    candidates.push({
      ...shared,
      kind: 'imap',
      imap: serverOf(imap),
      smtp: serverOf(smtp),
      username: imap.username,
      authentication: { imap: [...imap.authentication], smtp: [...smtp.authentication] },
      alternatives: { imap: otherImap.map(serverOf), smtp: otherSmtp.map(serverOf) },
      registrableDomains: registrableDomainsOf([imap.host, smtp.host]),
      findings: [...found, ...differs],
    });
  }
  if (exchange !== undefined) {
    const { hostname } = new URL(exchange.url);
    candidates.push({
      ...shared,
      kind: 'exchange',
      exchange: { url: exchange.url },
      username: exchange.username,
      authentication: { exchange: [...exchange.authentication] },
      registrableDomains: registrableDomainsOf([hostname]),
      findings: [...found, ...(isExchangeOnline(hostname) ? [retired] : [])],
    });
  }
  return candidates;
}

function mergeSources(first: FoundCandidate, other: FoundCandidate): FoundCandidate {
  const trust = trustOrder.find((level) => level === first.trust || level === other.trust)!;
  return { ...first, sources: [...new Set([...first.sources, ...other.sources])], trust };
}

function serverOf({ host, port, tls }: MailServer): MailServer {
  return { host, port, tls };
}

/** A host without a registrable domain, such as an address, stands for itself. */
function registrableDomainsOf(hosts: readonly string[]): string[] {
  return [...new Set(hosts.map((host) => registrableDomain(host) ?? host))];
}

function otherUsername(username: string): Finding {
  return finding('warning', 'smtp-username-differs', { username });
}
