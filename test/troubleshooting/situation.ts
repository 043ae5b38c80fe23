/** One way to misconfigure or break an installation. */
export type Situation = {
  /** What is wrong, as the documentation says it. */
  readonly fault: string;
  /** Does it and starts Postern, which must fail: the message of the error is what is printed. */
  readonly run: () => Promise<unknown>;
  /** Only root can do it. */
  readonly needsRoot?: true;
};

/** Situations under one heading of the documentation. `conceal` replaces what differs from run to run in a message. */
export type Chapter = {
  readonly heading: string;
  readonly situations: readonly Situation[];
  conceal(message: string): string;
};
