import { describeTrouble } from './database-trouble.js';

type Log = { warn(facts: object, text: string): void };

/**
 * Logs each trouble of PostgreSQL once when it begins, with its repair, and once when it is over: at the first success at
 * least `quietMs` (default 5,000) after the latest error. A single success is not the end, because a small change may
 * succeed on a full disk.
 */
export class TroubleEpisodes {
  readonly #episodes = new Map<string, { readonly startedAt: number; latestAt: number }>();
  private readonly log: Log;
  private readonly quietMs: number;

  // No parameter properties: Node 24 removes types, and refuses those, when scripts load this package unbuilt.
  constructor(log: Log, quietMs = 5000) {
    this.log = log;
    this.quietMs = quietMs;
  }

  /** Takes a trouble of PostgreSQL; returns false for any other error, which the caller logs itself. */
  report(error: unknown): boolean {
    const described = describeTrouble(error);
    if (described === null) return false;
    const { trouble, fault, sentence } = described;
    const latestAt = performance.now();
    const known = this.#episodes.get(fault);
    if (known === undefined) {
      this.#episodes.set(fault, { startedAt: latestAt, latestAt });
      this.log.warn({ trouble }, sentence);
    } else {
      known.latestAt = latestAt;
    }
    return true;
  }

  /** Returns a function that takes what `report` takes, and passes any other error to `next`. */
  orElse(next: (error: unknown) => void): (error: unknown) => void {
    return (error) => {
      if (!this.report(error)) next(error);
    };
  }

  /** Takes note that a statement has changed something; called every few seconds while the process runs. */
  succeed(): void {
    const now = performance.now();
    for (const [fault, { startedAt, latestAt }] of this.#episodes) {
      if (now - latestAt < this.quietMs) continue;
      this.#episodes.delete(fault);
      const seconds = Math.round((now - startedAt) / 1000);
      this.log.warn({}, `PostgreSQL works again after ${seconds} s. What was wrong: ${fault}`);
    }
  }
}
