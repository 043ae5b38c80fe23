import type { Catalogue } from './text/catalogue';
import { language, type Language } from './text/language';

const load: Readonly<Record<Language, () => Promise<Catalogue>>> = {
  en: async () => (await import('./text/en/catalogue')).en,
  de: async () => (await import('./text/de/catalogue')).de,
  fr: async () => (await import('./text/fr/catalogue')).fr,
};

/**
 * Every text of the console in the language of this visit, except those that the API sends. Only that language's
 * catalogue is downloaded, by the first page that needs more than `first-text.ts`; no module that imports this one runs
 * before it is there. A catalogue imports no module that imports this one: the two would wait for each other for ever.
 */
export const text: Catalogue = await load[language]();
