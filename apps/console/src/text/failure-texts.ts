import type { FailureCode, WarningCode } from '@postern/core/failures/failure-catalogue';
import type { FailureWords } from '@postern/core/failures/failure-entry';

/**
 * What happened at each failure and warning, or what to do about it, in a language other than English, in which the API
 * sends both.
 */
export type FailureTexts = Readonly<Record<FailureCode | WarningCode, (words: FailureWords) => string>>;
