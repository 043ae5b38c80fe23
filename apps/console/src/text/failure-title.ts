import type { FailureTexts } from './failure-texts';
import { loadTranslated } from './language';
import { sayFailure, type Described } from './say-failure';

/** `null` in English. Only pages that show failures load this module. */
const titles: FailureTexts | null = await loadTranslated({
  de: async () => (await import('./de/failure-titles')).failureTitles,
  fr: async () => (await import('./fr/failure-titles')).failureTitles,
});

/** What happened, in the language of this visit. */
export function failureTitle(failure: Described & { readonly title: string }): string {
  return sayFailure(titles, failure) ?? failure.title;
}
