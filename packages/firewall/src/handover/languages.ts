import { de } from './de.js';
import { en } from './en.js';
import { fr } from './fr.js';
import type { SheetWords } from './sheet-words.js';

/** The languages of the sheet. */
export const sheetWords = { en, de, fr } as const satisfies Readonly<Record<string, SheetWords>>;
