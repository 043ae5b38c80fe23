/** Limits of time and data for one conversation. Most servers need 2 to 4 KiB and less than a second. */
export type Limits = {
  /** The whole conversation without a password, and with one: Dovecot delays its answer to a refused login by up to 15 s. */
  readonly deadlineMs: number;
  readonly loginDeadlineMs: number;
  /** Single phases. `connectMs` applies to each address that is tried. */
  readonly resolveMs: number;
  readonly connectMs: number;
  readonly tlsMs: number;
  readonly greetingMs: number;
  /** All bytes that the server may send, TLS records included. */
  readonly maxBytes: number;
  readonly maxLineBytes: number;
  readonly maxBlankLines: number;
};

/** The limits in force unless a caller passes others, in milliseconds and bytes. */
export const defaultLimits: Limits = {
  deadlineMs: 20_000,
  loginDeadlineMs: 35_000,
  resolveMs: 3_000,
  connectMs: 5_000,
  tlsMs: 5_000,
  greetingMs: 10_000,
  maxBytes: 64 * 1024,
  maxLineBytes: 16 * 1024,
  maxBlankLines: 8,
};

/** The longest reply that a mail library may buffer, in bytes. */
export const maxReplyBytes = 16 * 1024;

/**
 * A time-out for the mail libraries that never fires, in milliseconds: the deadline of the guarded socket comes first, so
 * that a late server always gets the same code.
 */
export const neverMs = 120_000;
