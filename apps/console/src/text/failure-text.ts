import type { FailureValues } from '@postern/core/failures/failure-values';
import type { EndpointName } from '@postern/core/endpoint-name';
import type { FailureTexts } from './failure-texts';
import { loadTranslated } from './language';

/** `null` in English, in which the API sends these texts. Only pages that show failures load this module. */
const translated = await loadTranslated<{ failureTexts: FailureTexts }>({
  de: () => import('./de/failure-texts'),
  fr: () => import('./fr/failure-texts'),
});
const words = translated && (await import('@postern/core/failures/failure-entry'));

/** A failure or a warning as the API sends it. */
type Described = {
  readonly code: string;
  readonly endpoint: EndpointName;
  readonly title: string;
  readonly advice: string;
  readonly suggestion?: string;
  readonly values?: FailureValues;
};

/** What happened and what to do, in the language of this visit; a report without values, or a newer code, stays in English. */
export function failureText({ code, endpoint, title, advice, suggestion, values }: Described) {
  const text =
    translated && Object.hasOwn(translated.failureTexts, code)
      ? translated.failureTexts[code as keyof FailureTexts]
      : null;
  if (text === null || words === null || values === undefined) return { title, advice };
  const said = words.failureWords({ ...values, endpoint, ...(suggestion !== undefined && { suggestion }) });
  return { title: text.title(said), advice: text.advice(said) };
}
