import { join } from 'node:path';
import type { Language } from './open-view.js';

/** A text of the console in English and in another language, with a mark in place of each of its values. */
type Pair = { readonly english: string; readonly translated: string };

/** Finds the translations of an English text of the console, and the text itself if no whole text of the console is like it. */
export type FindTranslations = (english: string, isExact: boolean) => readonly RegExp[];

/** The marks of values in a text: a letter of Unicode's private area for each argument of its function. */
const marks = ['\ue000', '\ue001', '\ue002', '\ue003'];
const anyMark = /([\ue000-\ue003])/;

/**
 * Reads the catalogues of the console, of `<postern-connect>` and of the handover sheet. A view is written with English texts; a text that contains values is found by
 * its fixed parts, e.g. “Delete example.com”, and so is a part of a text.
 */
export async function translationsTo(language: Language): Promise<FindTranslations> {
  const [english, translated] = await Promise.all([catalogueOf('en'), catalogueOf(language)]);
  const pairs = pairsOf(english, translated);
  const fixed = pairs.filter((pair) => !anyMark.test(pair.english));
  return (text, isExact) => {
    const wholeOf = (some: readonly Pair[]) =>
      some.flatMap((pair) => wholeText(pair, text)).map((each) => new RegExp(isExact ? `^${each}$` : each));
    const whole = wholeOf(fixed);
    if (whole.length > 0) return whole;
    const parts = pairs.filter((pair) => pair.english.toLowerCase().includes(text.toLowerCase()));
    return [
      ...wholeOf(pairs),
      ...parts.map((pair) => new RegExp(longestPart(pair.translated))),
      ...withNameBehind(fixed, text),
      new RegExp(escaped(text)),
    ];
  };
}

/** A button that screen readers hear with the name of its row, e.g. “Choose default” or “Renew secret CRM sync”. */
function withNameBehind(fixed: readonly Pair[], text: string): RegExp[] {
  const words = text.split(' ');
  return words.slice(1).flatMap((_, place) => {
    const name = words.slice(place + 1).join(' ');
    return fixed
      .flatMap((pair) => wholeText(pair, words.slice(0, place + 1).join(' ')))
      .map((each) => new RegExp(`^${each}:? ${escaped(name)}`));
  });
}

/** The texts of the console, of the component on its page Connect my email, and of the handover sheet. */
async function catalogueOf(language: Language): Promise<unknown> {
  const files = [
    `apps/console/src/text/${language}/catalogue.ts`,
    `packages/connect/src/text/${language}.ts`,
    `packages/firewall/src/handover/${language}.ts`,
  ];
  const modules = await Promise.all(
    files.map(
      (file) => import(join(import.meta.dirname, '../..', file)) as Promise<Record<Language, unknown>>,
    ),
  );
  return modules.map((each) => each[language]);
}

function pairsOf(english: unknown, translated: unknown): Pair[] {
  if (typeof english === 'string') return [{ english, translated: translated as string }];
  if (typeof english === 'function') return samplesOf(english as Sayable, translated as Sayable);
  if (typeof english !== 'object' || english === null) return [];
  return Object.entries(english).flatMap(([key, inner]) =>
    key === 'formats' ? [] : pairsOf(inner, (translated as Record<string, unknown>)[key]),
  );
}

type Sayable = (...values: readonly (string | number | null)[]) => unknown;

/** The texts of a function, for values that are words and for the numbers one and two. */
function samplesOf(english: Sayable, translated: Sayable): Pair[] {
  const samples = [marks, [1, 1, 1, 1], [2, 2, 2, 2], [null]];
  return samples.flatMap((values) => {
    try {
      const pair = [english(...values), translated(...values)];
      if (!pair.every((said) => typeof said === 'string' && !said.includes('NaN'))) return [];
      const [inEnglish, inOther] = pair.map((said) => numbersMarked(said as string));
      return [{ english: inEnglish!, translated: inOther! }];
    } catch {
      return []; // The value of this text is an object.
    }
  });
}

/** Marks the numbers in the order in which they stand; both languages have the same order where a view needs it. */
function numbersMarked(said: string): string {
  let count = 0;
  return said.replaceAll(/\d+/g, () => marks[count++] ?? '');
}

/** The translation of the whole text with its values in their places, as a regular expression. */
function wholeText({ english, translated }: Pair, text: string): string[] {
  const parts = english.split(anyMark);
  if (parts.length > 1 && parts.every((part) => part === '' || anyMark.test(part))) return [];
  const names = parts.filter((part) => anyMark.test(part));
  const pattern = parts.map((part) => (anyMark.test(part) ? '(.+)' : escaped(part))).join('');
  const found = new RegExp(`^${pattern}$`, 'i').exec(text);
  if (found === null) return [];
  const valueOf = (mark: string) => {
    const value = found[names.indexOf(mark) + 1] ?? '';
    // A number is written in another form, e.g. 3.208.
    return /^[\d,]+$/.test(value) ? value.replaceAll(',', '[.\\s\u202f]?') : escaped(value);
  };
  return [
    translated
      .split(anyMark)
      .map((part) => (anyMark.test(part) ? valueOf(part) : escaped(part)))
      .join(''),
  ];
}

function longestPart(text: string): string {
  const [longest] = text.split(anyMark).toSorted((a, b) => b.length - a.length);
  return escaped(longest!);
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
