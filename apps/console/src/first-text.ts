import type { FirstWords } from './text/catalogue';
import { language, type Language } from './text/language';

const load: Readonly<Record<Language, () => Promise<FirstWords>>> = {
  en: async () => (await import('./text/en/first-words')).firstWords,
  de: async () => (await import('./text/de/first-words')).firstWords,
  fr: async () => (await import('./text/fr/first-words')).firstWords,
};

/**
 * The texts of the overview and of the parts around every page, in the language of this visit. No module that imports
 * this one runs before they are there. A catalogue imports nothing that is part of the first file: the two would wait
 * for each other for ever.
 */
export const text: FirstWords = await load[language]();
