import type { Hosting } from '../hosting.js';
import type { Language } from '../text/words.js';
import type { Purpose } from '../values.js';
import { make } from './make.js';

/** Whose page this is, and for which mailbox. */
export type Subject = {
  /** The address and the purpose that a client secret is for; the person chooses both on Postern's own page. */
  readonly email: string;
  readonly purpose: Purpose;
  readonly language: Language;
  readonly hosting: Hosting | null;
};

type Parts = Readonly<Record<'about' | 'form' | 'verdict' | 'report' | 'progress', HTMLElement>> & {
  readonly address: HTMLElement | null;
};

/**
 * Puts the parts together: one card with a title and the address on a host's page; on Postern's own page, which has a
 * title, the outcome is beside the form where the room allows it.
 */
export function layoutOf({ email, purpose, language, hosting }: Subject, parts: Parts): HTMLElement {
  const { code, words } = language;
  const { address, about, form, verdict, report, progress } = parts;
  const card = { class: 'card', part: 'card', attributes: { lang: code } };
  if (hosting === null)
    return make(
      'div',
      card,
      make('h2', { part: 'title' }, purpose === 'mail' ? words.title : words.calendarTitle),
      make('p', {}, `${words.email}${words.colon} `, make('bdi', { class: 'address' }, email)),
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
