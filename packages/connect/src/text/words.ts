import { de } from './de.js';
import { en, type Words } from './en.js';
import { fr } from './fr.js';

const catalogues: Readonly<Record<string, Words>> = { en, de, fr };

/** The texts of one language, and that language. */
export type Language = { readonly code: string; readonly words: Words };

/** The form of a text for a count, with the number in place of `#`. */
export function pluralOf({ code }: Language, forms: Words['silent'], count: number): string {
  const form = new Intl.PluralRules(code).select(count) === 'one' ? forms.one : forms.other;
  return form.replace('#', new Intl.NumberFormat(code).format(count));
}

/** The first of the wanted languages that has a catalogue, else English. Regions are ignored. */
export function languageOf(wanted: readonly (string | null | undefined)[]): Language {
  for (const each of wanted) {
    const code = each?.split('-')[0]?.toLowerCase() ?? '';
    if (Object.hasOwn(catalogues, code)) return { code, words: catalogues[code]! };
  }
  return { code: 'en', words: en };
}
