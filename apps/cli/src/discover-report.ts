import { hostAndPort } from '@postern/core/host-literal';
import type { MailServer } from '@postern/core/mail-settings';
import type { DiscoverySource, FoundCandidate } from '@postern/core/discovery';
import { visibleText } from '@postern/core/visible-text';
import type { DiscoveryResult } from '@postern/discovery/discover';
import { findProviderFacts } from '@postern/core/provider-facts/find-provider-facts';
import type { Paint } from './verify-report.js';

const marks = {
  found: ['green', '✓'],
  absent: ['dim', '–'],
  invalid: ['red', '✗'],
  unreachable: ['yellow', '?'],
  refused: ['yellow', '!'],
} as const;

const trustTexts = {
  verified: 'the domain itself says so',
  'third-party': 'a public database says so, not the domain',
  dns: 'an unsigned DNS answer leads there',
  guess: 'the servers answer, and nobody names them',
} as const;

/** Returns the line for a source that has answered or failed: state, source, time, what was asked, and the reason. */
export function formatAttempt(attempt: DiscoverySource, paint: Paint): string {
  const [colour, mark] = marks[attempt.state];
  const duration = paint('dim', `${attempt.durationMs.toFixed(1)} ms`.padStart(10));
  const asked = visibleText(attempt.url ?? attempt.query ?? '');
  const line = `${paint(colour, mark)} ${attempt.state.padEnd(11)} ${attempt.source.padEnd(13)} ${duration}  ${asked}`;
  return attempt.code === null ? line : `${line}\n    ${attempt.code}: ${visibleText(attempt.detail ?? '')}`;
}

/** Returns the candidates, the best first, each with its trust; or a sentence that there are none. */
export function formatCandidates({ domain, candidates, sources }: DiscoveryResult, paint: Paint): string {
  if (candidates.length > 0)
    return candidates.map((candidate) => formatCandidate(candidate, paint)).join('\n');
  const silent = sources.filter(({ state }) => state === 'unreachable').length;
  const note = silent === 0 ? '' : ` ${silent} of ${sources.length} sources could not be reached.`;
  return `\nNo settings were found for ${domain}.${note}`;
}

function formatCandidate(candidate: FoundCandidate, paint: Paint): string {
  const { rank, trust, sources, username, registrableDomains, differsFrom, findings } = candidate;
  const { template, value } = username;
  const name = value === null || value === template ? template : `${value}  (${template})`;
  const texts = [
    ...formatServers(candidate),
    `   user name  ${name}`,
    `   domains    ${registrableDomains.join(', ')}`,
    ...(differsFrom.length === 0 ? [] : [`   other servers than candidate ${differsFrom.join(', ')}`]),
  ];
  const lines = [
    `\n${rank}. ${paint(trust === 'verified' ? 'green' : 'yellow', trust)}: ${trustTexts[trust]}  (${sources.join(', ')})`,
    ...texts.map(visibleText),
    ...findings.map(
      ({ level, text }) => `   ${paint(level === 'info' ? 'dim' : 'yellow', level)}  ${visibleText(text)}`,
    ),
    ...findProviderFacts(hostsOf(candidate)).flatMap(({ provider, demands }) =>
      demands.map(({ text, url }) => `   ${provider}: ${text}${url === null ? '' : ` ${url}`}`),
    ),
  ];
  return lines.join('\n');
}

function hostsOf(candidate: FoundCandidate): string[] {
  return candidate.kind === 'imap'
    ? [candidate.imap.host, candidate.smtp.host]
    : [new URL(candidate.exchange.url).hostname];
}

function formatServers(candidate: FoundCandidate): string[] {
  if (candidate.kind === 'exchange') return [`   exchange   ${candidate.exchange.url}`];
  const { imap, smtp, authentication } = candidate;
  return [
    `   imap       ${formatServer(imap)}${formatMethods(authentication.imap)}`,
    `   smtp       ${formatServer(smtp)}${formatMethods(authentication.smtp)}`,
  ];
}

function formatServer({ host, port, tls }: MailServer): string {
  return `${hostAndPort({ host, port })}, ${tls === 'implicit' ? 'TLS from the start' : 'STARTTLS'}`;
}

function formatMethods(methods: readonly string[]): string {
  return methods.length === 0 ? '' : `  (${methods.join(', ')})`;
}
