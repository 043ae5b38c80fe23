import type { FailureTexts } from './failure-texts';
import { loadTranslated } from './language';
import { sayFailure, type Described } from './say-failure';

/** `null` in English. Only pages that show a whole report load this module; a list needs the titles alone. */
const advice: FailureTexts | null = await loadTranslated({
  de: async () => (await import('./de/failure-advice')).failureAdvice,
  fr: async () => (await import('./fr/failure-advice')).failureAdvice,
});

/** What to do after a failure, in the language of this visit. */
export function failureAdvice(failure: Described & { readonly advice: string }): string {
  return sayFailure(advice, failure) ?? failure.advice;
}
