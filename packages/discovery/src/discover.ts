import { setTimeout as delay } from 'node:timers/promises';
import type { ProbeOptions } from '@postern/mail-probe/probe-options';
import { rankCandidates, type SourceProposal } from './candidates/rank-candidates.js';
import type { Discovery, DiscoverySource, FoundCandidate, Person } from '@postern/core/discovery';
import type { MailServers } from '@postern/core/mail-settings';
import type { DnsClient } from '@postern/mail-probe/dns/dns-client';
import { parseAutoconfig } from './documents/autoconfig-document.js';
import type { FetchOptions } from './http/fetch-document.js';
import { answerQuestion, type Question } from './questions.js';
import { askAutodiscover, autodiscoverUrl } from './sources/ask-autodiscover.js';
import { askDocument } from './sources/ask-document.js';
import { autoconfigUrls } from './sources/autoconfig-urls.js';
import { askMx } from './sources/ask-mx.js';
import { askPacc, paccUrl } from './sources/ask-pacc.js';
import { askSrv } from './sources/ask-srv.js';
import type { Ispdb } from './sources/ispdb.js';
import { guessedHosts, probeGuesses } from './sources/probe-guesses.js';
import { readSaved } from './sources/read-saved.js';

export type DiscoverOptions = Omit<ProbeOptions, 'onStep' | 'credentials' | 'resolve'> & {
  readonly dns: DnsClient;
  readonly ispdb: Ispdb | null;
  /** The servers that are saved for the domain; they are the best candidate. */
  readonly saved?: MailServers | null;
  /** How long the discovery takes at most, in milliseconds; what has not answered by then is unreachable. Default: 4,500. */
  readonly deadlineMs?: number;
  /** Called when a source has answered or failed, in the order of time. */
  readonly onAttempt?: (attempt: DiscoverySource) => void;
};

/** The outcome of a discovery. */
export type DiscoveryResult = Pick<Discovery, 'domain' | 'startedAt' | 'sources'> & {
  readonly finishedAt: string;
  readonly candidates: FoundCandidate[];
};

/** A discovery takes 5 s at most; half a second of them is left for its last write, and for a busy machine. */
const defaultDeadlineMs = 4_500;
/** When the usual names are tried although other sources have not answered yet, in milliseconds. */
const guessAfterMs = 2_000;

/**
 * Asks all sources for the mail servers of a person's domain, at once and for 5 s at most, and ranks what they
 * propose. A source of a higher priority wins although it is slower. Every failure is part of the result.
 */
export async function discover(person: Person, options: DiscoverOptions): Promise<DiscoveryResult> {
  const startedAt = new Date().toISOString();
  const fetching = fetchOptionsOf(person, options);
  const attempts: { readonly question: Question; readonly attempt: DiscoverySource }[] = [];
  const proposals: { readonly question: Question; readonly proposal: SourceProposal }[] = [];
  const put = async (question: Question) => {
    const { attempt, proposal } = await answerQuestion(question, person, options.policy, fetching.deadlineAt);
    attempts.push({ question, attempt });
    if (proposal !== null) proposals.push({ question, proposal });
    options.onAttempt?.(attempt);
  };
  const viaMx = async () => {
    const { question, nextQuestions } = askMx(person, options, fetching);
    await put(question);
    await Promise.all(nextQuestions().map(put));
  };
  const named = Promise.all([...directQuestions(person, options, fetching).map(put), viaMx()]);
  await Promise.race([named, delay(guessAfterMs, undefined, { ref: false })]);
  if (proposals.length === 0) await put(guessQuestion(person, options, fetching));
  await named;
  return {
    domain: person.domain,
    startedAt,
    finishedAt: new Date().toISOString(),
    candidates: rankCandidates(proposals.toSorted(byPriority).map(({ proposal }) => proposal)),
    sources: attempts.toSorted(byPriority).map(({ attempt }) => attempt),
  };
}

function fetchOptionsOf({ domain }: Person, options: DiscoverOptions): FetchOptions {
  const { policy, dns, sourceAddresses = [], ca = null, deadlineMs = defaultDeadlineMs } = options;
  const deadlineAt = performance.now() + deadlineMs;
  return { policy, resolve: dns.addresses, sourceAddresses, ca, domain, deadlineAt };
}

/** The questions about the domain itself, which need no other answer first. */
function directQuestions(
  person: Person,
  { dns, ispdb, saved = null }: DiscoverOptions,
  fetching: FetchOptions,
): Question[] {
  const { domain } = person;
  const autoconfig = autoconfigUrls(domain).map((url, order): Question => ({
    source: 'autoconfig',
    priority: 2,
    order,
    url,
    ask: () => askDocument(url, fetching, parseAutoconfig, 'verified'),
  }));
  const database: Question[] =
    ispdb === null
      ? []
      : [
          {
            source: 'ispdb',
            priority: 3,
            order: 0,
            url: ispdb.place(domain),
            ask: () => ispdb.ask(domain, fetching),
          },
        ];
  return [
    ...(saved === null ? [] : [savedQuestion(saved)]),
    { source: 'pacc', priority: 1, order: 0, url: paccUrl(domain), ask: () => askPacc(dns, fetching) },
    ...autoconfig,
    ...database,
    {
      source: 'autodiscover',
      priority: 5,
      order: 0,
      url: autodiscoverUrl(person),
      ask: () => askAutodiscover(person, fetching),
    },
    { source: 'srv', priority: 6, order: 0, query: `SRV ${domain}`, ask: () => askSrv(dns, domain) },
  ];
}

function savedQuestion(saved: MailServers): Question {
  return {
    source: 'account-settings',
    priority: 0,
    order: 0,
    query: 'saved settings',
    ask: () => Promise.resolve(readSaved(saved)),
  };
}

function guessQuestion({ domain }: Person, options: DiscoverOptions, { deadlineAt }: FetchOptions): Question {
  const { dns, ispdb: _, saved: __, onAttempt: ___, deadlineMs: ____, ...probing } = options;
  return {
    source: 'guess',
    priority: 7,
    order: 0,
    query: guessedHosts(domain).join(' '),
    ask: () => probeGuesses(domain, deadlineAt, { ...probing, resolve: dns.addresses }),
  };
}

type Asking = { readonly question: Question };

function byPriority({ question: a }: Asking, { question: b }: Asking): number {
  return a.priority - b.priority || a.order - b.order;
}
