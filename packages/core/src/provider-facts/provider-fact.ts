/** One thing that a provider demands of mail programs, in a sentence for people. */
export type Demand = {
  /**
   * `app-password`: the account's own password is refused. `oauth-only`: no password is accepted.
   * `password-ends`: passwords are accepted until `from`. `switch-on`: IMAP or SMTP is off until somebody switches it
   * on. `no-servers`: the provider has no IMAP and SMTP servers of its own.
   */
  readonly kind: 'app-password' | 'oauth-only' | 'password-ends' | 'switch-on' | 'no-servers';
  readonly text: string;
  /** The page where the account's owner or its administrator does this; null if there is none. */
  readonly url: string | null;
  /** The day from which it holds; null if it holds already. */
  readonly from: string | null;
};

/** What one provider demands, with the public page that says so. */
export type ProviderFacts = {
  readonly id: string;
  readonly provider: string;
  /** Domains of the provider: of addresses, of mail servers, and of MX records. Names under them count too. */
  readonly domains: readonly string[];
  readonly demands: readonly Demand[];
  readonly source: string;
  /** The day on which somebody last compared the row with `source`; null if the row is from copies and reports of that page. */
  readonly checkedAt: string | null;
};
