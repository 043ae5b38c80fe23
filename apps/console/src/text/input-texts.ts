/**
 * The codes of refused values whose texts the API sends in English. A test compares this list with the parsers of core
 * and of imports.
 */
export const inputCodes = [
  'csv-malformed',
  'domain-is-address',
  'domain-is-url',
  'domain-is-wildcard',
  'duplicate-column',
  'duplicate-domain',
  'email-malformed',
  'header-missing',
  'host-only',
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
  'tls-mode-needed',
  'too-many-cells',
  'unknown-field',
  'url-has-hidden-characters',
  'url-has-query',
  'url-has-user',
  'url-malformed',
  'url-not-https',
  'url-too-long',
  'url-without-path',
] as const;

/** The texts of refused values in a language other than English. */
export type InputTexts = Readonly<Record<(typeof inputCodes)[number], string>> & {
  /** For a value that a field or a cell of an import cannot have, by what it may have instead. */
  readonly cells: {
    readonly tls: string;
    readonly kind: string;
    readonly yesOrNo: string;
    readonly other: string;
  };
};
