/** The limits of time and data for one conversation. Most servers need 2 to 4 KiB and less than a second. */
export type Limits = {
  /**
   * The deadline of a whole conversation without a password, and with one. The latter is longer, because Dovecot
   * delays its answer to a refused login by up to 15 s.
   */
  readonly deadlineMs: number;
  readonly loginDeadlineMs: number;
  /** The limits of single phases. `connectMs` applies to each address that is tried. */
  readonly resolveMs: number;
  readonly connectMs: number;
  readonly tlsMs: number;
  readonly greetingMs: number;
  /** The number of bytes that the server may send, TLS records included. */
  readonly maxBytes: number;
  readonly maxLineBytes: number;
  readonly maxBlankLines: number;
};

/** The limits that apply unless a caller passes others, in milliseconds and bytes. */
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
 * The time-out that mail libraries are given, in milliseconds. It is never reached, because the deadline of the
 * guarded socket is earlier; therefore a late server always has the same failure code.
 */
export const neverMs = 120_000;
