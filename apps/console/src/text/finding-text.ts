import type { Finding } from '@postern/core/finding';
import type { FindingTexts } from '@postern/core/findings/finding-texts';
import { loadTranslated } from './language';

/** `null` in English, in which the API sends these texts. Only pages that show findings load this module. */
const texts: FindingTexts | null = await loadTranslated({
  de: async () => (await import('./de/finding-texts')).findingTexts,
  fr: async () => (await import('./fr/finding-texts')).findingTexts,
});

/** Whether this visit is in a language in which the API does not send findings. */
export const areFindingsTranslated = texts !== null;

/** A finding in the language of this visit; one of a newer code stays in English. */
export function findingText({ code, text, values = {} }: Finding): string {
  if (texts === null || !Object.hasOwn(texts, code)) return text;
  return texts[code as keyof FindingTexts](values as never);
}
