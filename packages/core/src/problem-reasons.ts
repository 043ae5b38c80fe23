/** The details of problems whose code alone does not say what is wrong, in English, by the reason that the problem names. */
export const problemReasons = {
  'bulk-change-runs': () => 'Another change of many domains runs in this account. Wait until it has ended.',
  'delivery-runs': () => 'The delivery has not ended; it is sent by itself.',
  'domains-being-written': () =>
    'Other requests are writing the same domains. Nothing was imported; try again.',
  'file-without-columns': () => 'The file has no columns.',
  'flag-is-off': () => 'Select “Allow non-secure certificate” for this domain first.',
  'certificate-not-seen': () =>
    'The last verification saw another certificate at this server. Verify again and compare the fingerprint.',
  'too-many-domains': ({ most }: { readonly most: number }) =>
    `More than ${most.toLocaleString('en')} domains match. Narrow the search or the filters.`,
  'too-many-servers': () =>
    'Rules for so many servers take too long or too much memory. Name some of the domains in `domains`.',
  'too-many-webhooks': ({ most }: { readonly most: number }) =>
    `An account has at most ${most.toLocaleString('en')} webhooks.`,
};

export type ProblemReason = keyof typeof problemReasons;

/** The value that a reason names, as the one argument of its text; no argument if the text is always the same. */
export type ReasonValues<Reason extends ProblemReason> = Parameters<(typeof problemReasons)[Reason]>;

/** The details in one language. */
export type ProblemReasons = {
  readonly [Reason in ProblemReason]: (...values: ReasonValues<Reason>) => string;
};
