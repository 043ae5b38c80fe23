import type { TestNeed } from '../environment/describe-with.js';

/** One way to misconfigure or break an installation. */
export type Situation = {
  /** What is wrong, as the documentation says it. */
  readonly fault: string;
  /**
   * Does it and starts Postern, which must fail. Resolves to what a process printed, or rejects with the error that a
   * process prints.
   */
  readonly run: () => Promise<unknown>;
  /** What the machine must have for it. */
  readonly needs?: readonly TestNeed[];
};

/** Situations under one heading of the documentation. `conceal` replaces what differs from run to run in a message. */
export type Chapter = {
  readonly heading: string;
  readonly situations: readonly Situation[];
  conceal(message: string): string;
};
