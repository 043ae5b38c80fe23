import type { FailureCode, WarningCode } from '@postern/core/failures/failure-catalogue';
import { failureWords } from '@postern/core/failures/failure-entry';
import type { FailureValues } from '@postern/core/failures/failure-values';
import type { EndpointName } from '@postern/core/endpoint-name';
import type { FailureTexts } from './failure-texts';
import { loadTranslated } from './language';

/** `null` in English, in which the API sends these texts. Only pages that show failures load this module. */
const texts: FailureTexts | null = await loadTranslated({
  de: async () => (await import('./de/failure-texts')).failureTexts,
  fr: async () => (await import('./fr/failure-texts')).failureTexts,
});

/** A failure or a warning as the API sends it. */
type Described = {
  readonly code: FailureCode | WarningCode;
  readonly endpoint: EndpointName;
  readonly title: string;
  readonly advice: string;
  readonly suggestion?: string;
  readonly values?: FailureValues;
};

/** What happened and what to do, in the language of this visit; a report without values, or a newer code, stays in English. */
export function failureText({ code, endpoint, title, advice, suggestion, values }: Described) {
  const text = texts !== null && Object.hasOwn(texts, code) ? texts[code] : undefined;
  if (text === undefined || values === undefined) return { title, advice };
  const words = failureWords({ ...values, endpoint, ...(suggestion !== undefined && { suggestion }) });
  return { title: text.title(words), advice: text.advice(words) };
}
