import type { Candidate, PopulateAnswer } from '../connect-api.js';
import type { ConnectState } from '../connect-flow.js';
import type { Hosting } from '../hosting.js';
import type { Words } from '../text/en.js';
import { pluralOf, type Language } from '../text/words.js';
import type { Kind, Purpose } from '../values.js';
import { CandidateView } from './candidate.js';
import { button, foreign, make } from './make.js';
import { PlacesView } from './places.js';
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
  private readonly items = new Map<string, CandidateView>();
  private readonly places: PlacesView | null;
  private readonly find: HTMLButtonElement | null;
  private readonly byHand: HTMLButtonElement;
  private readonly buttons: HTMLElement;
  private purpose: Purpose = 'mail';

  constructor(
    private readonly language: Language,
    private readonly actions: AboutActions,
  ) {
    const { words } = language;
    const { hosting, find, choose } = actions;
    this.places = hosting && new PlacesView(language, hosting);
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
    for (const each of candidatesOf(state)) this.item(each).show(state.checks[each.verification ?? '']);
  }

  private parts(state: ConnectState): (Node | null)[] {
    const { actions, places } = this;
    const { words } = this.language;
    const { email, answer, chosen, search, problem, isSearchWanted } = state;
    if (email === '') return [];
    if (answer === null) return [problem === null ? notice('wait', words.loading) : null];
    if (answer.kind !== null) return [provenance(answer, words, actions.hosting)];
    if (chosen !== null) return [];
    const candidates = candidatesOf(state);
    if (search !== null) places?.show(search, candidates.length);
    const isFound = candidates.length > 0;
    this.list.show([search, state.purpose], () => candidates.map((each) => this.item(each).element));
    this.find?.setAttribute('aria-disabled', String(isSearchWanted && problem === null));
    if (this.find !== null) this.find.hidden = search?.state === 'done';
    this.byHand.className = isFound ? 'link' : 'other';
    return [
      notice('none', words.nothing(answer.domain), words.nothingHelp),
      isFound ? make('h3', {}, words.found) : null,
      isFound ? this.list.element : null,
      this.buttons,
      // Below the buttons: the click that ends the typing of the address starts the search, and must not miss its button.
      ...(isSearchWanted ? searchState(state, candidates.length, this.language) : []),
      search !== null && search.sources.length > 0 ? (places?.element ?? null) : null,
    ];
  }

  private item(candidate: Candidate): CandidateView {
    const key = JSON.stringify(candidate);
    const { hosting, choose } = this.actions;
    const item =
      this.items.get(key) ??
      new CandidateView(candidate, this.language.words, hosting, () => choose(candidate.kind, candidate));
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

/** The proposals for what the person wants to connect: a calendar needs Exchange. */
export function candidatesOf({ search, purpose }: ConnectState): readonly Candidate[] {
  return search?.candidates.filter(({ kind }) => purpose === 'mail' || kind === 'exchange') ?? [];
}

/** How far the search is; nothing once it has found servers. */
function searchState({ search, problem }: ConnectState, found: number, language: Language): Node[] {
  const { words } = language;
  if (search?.state !== 'done')
    return problem === null
      ? [make('p', { class: 'soft' }, foreign(search?.wait?.text ?? words.searching))]
      : [];
  if (found > 0) return [];
  const silent = search.sources.filter(({ state }) => state === 'unreachable').length;
  const more = silent > 0 && make('p', { class: 'soft' }, pluralOf(language, words.silent, silent));
  return [make('p', {}, words.nothingFound), ...(more ? [more] : [])];
}

function notice(tone: 'pass' | 'warn' | 'wait' | 'none', title: string, help?: string): HTMLElement {
  return make(
    'div',
    { class: 'notice', part: 'notice', attributes: { 'data-tone': tone, role: 'status' } },
    make('p', {}, title),
    help === undefined ? null : make('p', { class: 'soft' }, help),
  );
}
