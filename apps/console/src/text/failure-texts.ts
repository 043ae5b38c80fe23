import type { FailureCode, WarningCode } from '@postern/core/failures/failure-catalogue';
import type { FailureWords } from '@postern/core/failures/failure-entry';

/** The texts of one code: what happened, and what to do. */
type FailureText = {
  readonly title: (words: FailureWords) => string;
  readonly advice: (words: FailureWords) => string;
};

/** The texts of failures and warnings in a language other than English, in which the API sends them. */
export type FailureTexts = Readonly<Record<FailureCode | WarningCode, FailureText>>;
