import type { Discovery, Place } from '../connect-api.js';
import type { Hosting } from '../hosting.js';
import type { Language } from '../text/words.js';
import { foreign, make } from './make.js';
import { Section } from './section.js';

const marks = { found: '✓', absent: '–', invalid: '✕', unreachable: '?', refused: '!' } as const;
const tones = {
  found: 'pass',
  absent: 'none',
  invalid: 'fail',
  unreachable: 'warn',
  refused: 'warn',
} as const;

/** The places that were asked for servers, each with its answer: open while they answer and if none named any, else folded. */
export class PlacesView {
  readonly element: HTMLDetailsElement;
  private readonly summary = make('summary');
  private readonly list = new Section(make('ul'));
  private wasLong = false;

  constructor(
    private readonly language: Language,
    private readonly hosting: Hosting,
  ) {
    this.element = make('details', { class: 'places' }, this.summary, this.list.element);
    this.element.open = true;
  }

  show({ sources, state }: Discovery, found: number): void {
    const isLong = state === 'done' && found > 0;
    if (isLong !== this.wasLong) this.element.open = !isLong;
    this.wasLong = isLong;
    this.summary.textContent = this.hosting.words.places(sources.length);
    this.list.show([sources], () => sources.map((place) => this.item(place)));
  }

  private item(place: Place): HTMLElement {
    const { code, words } = this.language;
    const { name, state, reason } = this.hosting.placeText(place);
    const time = new Intl.NumberFormat(code, {
      style: 'unit',
      unit: 'millisecond',
      maximumFractionDigits: 0,
    });
    return make(
      'li',
      { class: 'step', attributes: { 'data-tone': tones[place.state] } },
      make('span', { class: 'dot', attributes: { 'aria-hidden': 'true' } }, marks[place.state]),
      make('span', {}, `${name}${words.colon} `, make('strong', {}, state)),
      make('span', { class: 'soft' }, time.format(place.durationMs)),
      make('span', { class: 'facts soft' }, foreign([placeOf(place), reason].filter(Boolean).join(' · '))),
    );
  }
}

/** The server that was asked, or the names that DNS was asked for. */
function placeOf({ url, query }: Place): string {
  return (url !== undefined && URL.canParse(url) ? new URL(url).host : query) ?? '';
}
