/** How much time and data a conversation may take. Real servers need 2 to 4 KiB and well under a second. */
export type Limits = {
  /** The whole conversation, without and with a password: Dovecot delays a refused login by up to 15 s. */
  readonly deadlineMs: number;
  readonly loginDeadlineMs: number;
  /** Single phases; `connectMs` counts for each address tried. */
  readonly resolveMs: number;
  readonly connectMs: number;
  readonly tlsMs: number;
  readonly greetingMs: number;
  /** Everything the server may send, TLS records included. */
  readonly maxBytes: number;
  readonly maxLineBytes: number;
  readonly maxBlankLines: number;
};

/** The limits of verification.md, in milliseconds and bytes. */
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
