import type { EndpointName } from '@postern/core/endpoint-name';
import type { FailureValues } from '@postern/core/failures/failure-values';
import type { FailureTexts } from './failure-texts';
import { language } from './language';

const words = language === 'en' ? null : await import('@postern/core/failures/failure-entry');

/** A failure or a warning as the API sends it. */
export type Described = {
  readonly code: string;
  readonly endpoint: EndpointName;
  readonly suggestion?: string;
  readonly values?: FailureValues;
};

/** The text of a failure; `undefined` in English, for a report without values and for a newer code, for which the API's own stays. */
export function sayFailure(
  texts: FailureTexts | null,
  { code, endpoint, suggestion, values }: Described,
): string | undefined {
  if (texts === null || words === null || values === undefined || !Object.hasOwn(texts, code))
    return undefined;
  const said = words.failureWords({ ...values, endpoint, ...(suggestion !== undefined && { suggestion }) });
  return texts[code as keyof FailureTexts](said);
}
