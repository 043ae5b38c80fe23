import { de } from './de.js';
import { en, type Words } from './en.js';
import { fr } from './fr.js';

const catalogues: Readonly<Record<string, Words>> = { en, de, fr };

/** The texts of one language, and that language. */
export type Language = { readonly code: string; readonly words: Words };

/** The first of the wanted languages that has a catalogue, else English. Regions are ignored. */
export function languageOf(wanted: readonly (string | null | undefined)[]): Language {
  for (const each of wanted) {
    const code = each?.split('-')[0]?.toLowerCase() ?? '';
    if (Object.hasOwn(catalogues, code)) return { code, words: catalogues[code]! };
  }
  return { code: 'en', words: en };
}
