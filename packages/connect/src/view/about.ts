import type { Candidate, PopulateAnswer } from '../connect-api.js';
import type { ConnectState } from '../connect-flow.js';
import type { Hosting } from '../hosting.js';
import type { Words } from '../text/en.js';
import type { Kind, Purpose } from '../values.js';
import { button, foreign, make } from './make.js';
import { Section } from './section.js';

export type AboutActions = {
  readonly hosting: Hosting | null;
  readonly choose: (kind: Kind, candidate: Candidate | null) => void;
  readonly find: () => void;
};

/** Where the servers come from, or the choice between those that were found and entering others. */
export class AboutView {
  private readonly section = new Section();
  private readonly list = new Section(make('ul'));
  /** The items of the list by what they show, so that one that stays is not made anew while others are found. */
  private readonly items = new Map<string, HTMLElement>();
  private readonly find: HTMLButtonElement | null;
  private readonly byHand: HTMLButtonElement;
  private readonly buttons: HTMLElement;
  private purpose: Purpose = 'mail';

  constructor(
    private readonly words: Words,
    private readonly actions: AboutActions,
  ) {
    const { hosting, find, choose } = actions;
    this.find = hosting && button(hosting.words.find, 'main', find);
    this.byHand = button(words.byHand, 'other', () =>
      choose(this.purpose === 'mail' ? 'imap' : 'exchange', null),
    );
    this.buttons = make('div', { class: 'buttons' }, this.find, this.byHand);
  }

  get element(): HTMLElement {
    return this.section.element;
  }

  show(state: ConnectState): void {
    const { email, purpose, answer, chosen, search, problem, isSearchWanted } = state;
    this.purpose = purpose;
    this.section.show([email, answer, chosen, search, problem, isSearchWanted], () => this.parts(state));
  }

  private parts(state: ConnectState): (Node | null)[] {
    const { words, actions } = this;
    const { email, purpose, answer, chosen, search, problem, isSearchWanted } = state;
    if (email === '') return [];
    if (answer === null) return [problem === null ? notice('wait', words.loading) : null];
    if (answer.kind !== null) return [provenance(answer, words, actions.hosting)];
    if (chosen !== null) return [];
    const isShown = ({ kind }: Candidate) => purpose === 'mail' || kind === 'exchange';
    const candidates = search?.candidates.filter(isShown) ?? [];
    const isFound = candidates.length > 0;
    this.list.show([candidates], () => candidates.map((each) => this.item(each)));
    this.find?.setAttribute('aria-disabled', String(isSearchWanted && problem === null));
    if (this.find !== null) this.find.hidden = search?.state === 'done';
    this.byHand.className = isFound ? 'link' : 'other';
    return [
      notice('none', words.nothing(answer.domain), words.nothingHelp),
      isFound ? make('h3', {}, words.found) : null,
      isFound ? this.list.element : null,
      this.buttons,
      // Below the buttons: the click that ends the typing of the address starts the search, and must not miss its button.
      isSearchWanted ? searchState(state, candidates.length, words) : null,
    ];
  }

  private item(candidate: Candidate): HTMLElement {
    const key = JSON.stringify(candidate);
    const item = this.items.get(key) ?? candidateItem(candidate, this.words, this.actions);
    this.items.set(key, item);
    return item;
  }
}

function provenance(
  answer: Exclude<PopulateAnswer, { match: 'none' }>,
  words: Words,
  hosting: Hosting | null,
): HTMLElement {
  const isVerified = answer.provenance.verifiedAt !== null;
  const title = isVerified ? words.filled(answer.domain) : words.unverified(answer.domain);
  return notice(isVerified ? 'pass' : 'warn', title, hosting?.provenanceText(answer.provenance));
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

function notice(tone: 'pass' | 'warn' | 'wait' | 'none', title: string, help?: string): HTMLElement {
  return make(
    'div',
    { class: 'notice', part: 'notice', attributes: { 'data-tone': tone, role: 'status' } },
    make('p', {}, title),
    help === undefined ? null : make('p', { class: 'soft' }, help),
  );
}
