/** The limits of time and data for one conversation. Most servers need 2 to 4 KiB and less than a second. */
export type Limits = {
  /**
   * The deadline of a whole conversation without a password, and with one. The latter is longer, because Dovecot
   * delays its answer to a refused login by up to 15 s.
   */
  readonly deadlineMs: number;
  readonly loginDeadlineMs: number;
  /**
   * The limits of single phases. `connectMs` applies to each address that is tried. `greetingMs` is the wait for
   * the first byte of a greeting or of a TLS handshake; before it servers look up names, ask ident and delay
   * connections. `tlsMs` is the limit for the rest of the handshake.
   */
  readonly resolveMs: number;
  readonly connectMs: number;
  readonly tlsMs: number;
  readonly greetingMs: number;
  /** The number of bytes that the server may send, TLS records included. */
  readonly maxBytes: number;
  /**
   * The number of bytes that the server may send in one TLS handshake. OpenSSL checks a certificate of 1.4 KiB in up to
   * 12 ms of CPU time (RSA with a long exponent), and all of a chain in one call that nothing can interrupt.
   */
  readonly maxHandshakeBytes: number;
  readonly maxLineBytes: number;
  readonly maxBlankLines: number;
};

/** The limits that apply unless a caller passes others, in milliseconds and bytes. */
export const defaultLimits: Limits = {
  deadlineMs: 40_000,
  loginDeadlineMs: 60_000,
  resolveMs: 3_000,
  connectMs: 5_000,
  tlsMs: 5_000,
  greetingMs: 20_000,
  maxBytes: 64 * 1024,
  maxHandshakeBytes: 24 * 1024,
  maxLineBytes: 16 * 1024,
  maxBlankLines: 8,
};

/**
 * The time limits that imapflow and nodemailer get, in milliseconds. They are longer than any deadline of a
 * conversation, so that a late server has the same failure code in every phase.
 */
export const libraryTimeoutMs = 120_000;
