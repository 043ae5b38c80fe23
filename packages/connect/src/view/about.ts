import type { Candidate } from '../connect-api.js';
import type { ConnectState } from '../connect-flow.js';
import type { Words } from '../text/en.js';
import type { Kind } from '../values.js';
import { button, foreign, make } from './make.js';

export type AboutActions = {
  readonly purpose: 'mail' | 'calendar';
  readonly choose: (kind: Kind, candidate: Candidate | null) => void;
};

/** Where the servers come from, or the choice between those that were found and entering others. */
export function aboutServers(state: ConnectState, words: Words, actions: AboutActions): (Node | null)[] {
  const { answer, chosen, search, problem } = state;
  if (answer === null) return [problem === null ? notice('wait', words.loading) : null];
  if (answer.kind !== null) {
    const isVerified = answer.provenance.verifiedAt !== null;
    return [
      isVerified
        ? notice('pass', words.filled(answer.domain))
        : notice('warn', words.unverified(answer.domain)),
    ];
  }
  if (chosen !== null) return [];
  const isShown = ({ kind }: Candidate) => actions.purpose === 'mail' || kind === 'exchange';
  const candidates = search?.candidates.filter(isShown) ?? [];
  const byHand = actions.purpose === 'mail' ? 'imap' : 'exchange';
  return [
    notice('none', words.nothing(answer.domain), words.nothingHelp),
    candidates.length === 0 ? null : make('h3', {}, words.found),
    candidates.length === 0
      ? null
      : make('ul', {}, ...candidates.map((each) => candidateItem(each, words, actions))),
    searchState(state, candidates.length, words),
    button(words.byHand, candidates.length === 0 ? 'other' : 'link', () => actions.choose(byHand, null)),
  ];
}

function searchState({ search, problem }: ConnectState, found: number, words: Words): Node | null {
  if (search?.state === 'done') return found === 0 ? make('p', {}, words.nothingFound) : null;
  return problem === null ? make('p', { class: 'soft' }, words.searching) : null;
}

function candidateItem(candidate: Candidate, words: Words, actions: AboutActions): HTMLElement {
  const { registrableDomains, trust, kind } = candidate;
  return make(
    'li',
    { class: 'candidate', part: 'candidate' },
    make('div', {}, make('strong', {}, foreign(registrableDomains.join(', ')))),
    serverLines(
      kind === 'exchange'
        ? [candidate.exchange.url]
        : [lineOf('IMAP', candidate.imap), lineOf('SMTP', candidate.smtp)],
    ),
    make('p', { class: 'soft' }, words.trust[trust]),
    button(words.useFound, 'main', () => actions.choose(kind, candidate)),
  );
}

function lineOf(name: string, { host, port }: { readonly host: string; readonly port: number }): string {
  return `${name} ${host}:${port}`;
}

/** Servers, one line each. */
export function serverLines(lines: readonly string[]): HTMLElement {
  return make(
    'div',
    { class: 'servers', part: 'servers' },
    ...lines.map((line) => make('div', {}, foreign(line))),
  );
}

/** Whose servers get the password, if no admin chose them, and what their providers demand. */
export function destination(candidate: Candidate | null, words: Words): (Node | null)[] {
  if (candidate === null) return [];
  const demands = candidate.providers.flatMap((each) => each.demands);
  return [
    make(
      'div',
      { class: 'notice', part: 'notice', attributes: { 'data-tone': 'wait' } },
      make(
        'div',
        {},
        `${words.sentTo} `,
        make('strong', {}, foreign(candidate.registrableDomains.join(', '))),
      ),
      make('p', { class: 'soft' }, words.sentToHelp),
    ),
    ...demands.map(({ text, url }) =>
      make(
        'div',
        { class: 'notice', part: 'notice', attributes: { 'data-tone': 'warn' } },
        make('p', {}, foreign(text)),
        safeLink(url, words.more),
      ),
    ),
  ];
}

/** A link to a page of somebody else; null for an address that is not https, such as `javascript:`. */
function safeLink(url: string | null, text: string): HTMLElement | null {
  if (url === null || !url.startsWith('https://')) return null;
  return make('a', { attributes: { href: url, target: '_blank', rel: 'noopener noreferrer' } }, text);
}

function notice(tone: 'pass' | 'warn' | 'wait' | 'none', title: string, help?: string): HTMLElement {
  return make(
    'div',
    { class: 'notice', part: 'notice', attributes: { 'data-tone': tone } },
    make('p', {}, title),
    help === undefined ? null : make('p', { class: 'soft' }, help),
  );
}
