/**
 * The codes of refused values whose texts the API sends in English. A test compares this list with the parsers of core
 * and of imports.
 */
export const inputCodes = [
  'address-malformed',
  'csv-malformed',
  'domain-is-address',
  'domain-is-url',
  'domain-is-wildcard',
  'duplicate-column',
  'duplicate-domain',
  'email-malformed',
  'header-missing',
  'host-only',
  'in-the-future',
  'in-the-past',
  'json-malformed',
  'kind-is-fixed',
  'kind-unclear',
  'name-empty',
  'name-has-hidden-characters',
  'name-has-other-characters',
  'name-is-address',
  'name-malformed',
  'name-single-label',
  'name-too-long',
  'not-csv',
  'not-utf-8',
  'port-out-of-range',
  'prefix-malformed',
  'tls-mode-needed',
  'too-late',
  'too-many-cells',
  'unknown-domain',
  'unknown-field',
  'unknown-revision',
  'url-has-fragment',
  'url-has-hidden-characters',
  'url-has-query',
  'url-has-user',
  'url-malformed',
  'url-not-https',
  'url-too-long',
  'url-without-path',
] as const;

/** The codes of certificates that cannot be those of an authority. */
export const certificateCodes = [
  'already-trusted',
  'expired',
  'no-certificate',
  'not-an-authority',
  'private-key',
  'several-certificates',
  'too-large',
  'too-many',
  'weak-key',
] as const;

/** The texts of refused values in a language other than English. */
export type InputTexts = Readonly<Record<(typeof inputCodes)[number], string>> & {
  readonly certificates: Readonly<Record<(typeof certificateCodes)[number], string>>;
  /** For a value that a field or a cell of an import cannot have, by what it may have instead. */
  readonly cells: {
    readonly tls: string;
    readonly kind: string;
    readonly yesOrNo: string;
    readonly other: string;
  };
};
