import type { ViewOptions } from './connect-view.js';
import { make } from './make.js';

type Parts = Readonly<Record<'about' | 'form' | 'verdict' | 'report' | 'progress', HTMLElement>> & {
  readonly address: HTMLElement | null;
};

/**
 * Puts the parts together: one card with a title and the address on a host's page; on Postern's own page, which has a
 * title, the outcome is beside the form where the room allows it.
 */
export function layoutOf({ email, purpose, language, hosting }: ViewOptions, parts: Parts): HTMLElement {
  const { code, words } = language;
  const { address, about, form, verdict, report, progress } = parts;
  const card = { class: 'card', part: 'card', attributes: { lang: code } };
  if (hosting === null)
    return make(
      'div',
      card,
      make('h2', { part: 'title' }, purpose === 'mail' ? words.title : words.calendarTitle),
      make('p', {}, `${words.email}: `, make('bdi', { class: 'address' }, email)),
      about,
      form,
      verdict,
      report,
      progress,
    );
  const { result, before } = hosting.words;
  return make(
    'div',
    { class: 'columns', attributes: { lang: code } },
    make('div', card, address, about, form),
    make(
      'section',
      { class: 'stack', attributes: { 'aria-label': result } },
      make('h2', {}, result),
      verdict,
      report,
      make('p', { class: 'before soft' }, before),
    ),
    progress,
  );
}
