/** What the event `postern-connected` tells: the login passed. It is a claim of the page; see `docs/embed.md`. */
export type ConnectedDetail = {
  readonly email: string;
  /** The verification that passed; the host product's server reads it at `/v1/verifications/{id}`. */
  readonly verificationId: string;
  readonly kind: 'imap' | 'exchange';
};

/** What the event `postern-failed` tells: a login did not pass, or the api refused a request. */
export type FailedDetail = {
  readonly email: string;
  /** The code of the failure, e.g. `auth-rejected`, or of the api's problem, e.g. `too-many-requests`. */
  readonly code: string;
  /** The verification that failed; null if the api refused the request. */
  readonly verificationId: string | null;
  readonly endpoint: 'imap' | 'smtp' | 'exchange' | null;
  /** The field that repairs it, e.g. `imap.port`; null if there is none. */
  readonly field: string | null;
  /** Whether the same values may pass later. */
  readonly isTemporary: boolean;
};

/** What the event `postern-expired` tells: the client secret is no longer valid, and a new one is needed. */
export type ExpiredDetail = { readonly email: string };

/** What the event `postern-changed` tells: whether something is typed that was not sent, about which a page may ask before it is left. */
export type ChangedDetail = { readonly hasUnsentInput: boolean };

/** The events of `<postern-connect>`. They bubble and leave the shadow tree; none contains a password or a secret. */
export type ConnectEvents = {
  readonly 'postern-connected': ConnectedDetail;
  readonly 'postern-failed': FailedDetail;
  readonly 'postern-expired': ExpiredDetail;
  readonly 'postern-changed': ChangedDetail;
};
