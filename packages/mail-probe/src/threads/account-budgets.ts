/**
 * The CPU time of an account's conversations in a thread, in milliseconds: what each may take (most take 2 to 5, a chain of
 * four RSA keys of 4096 bits included), and what they may take beside that in ten seconds. The spare time is for a thread
 * that compiles its code in the first conversations, and for collections of garbage, each of which counts for one.
 */
const eachMs = 10;
const spareMs = 100;
const spareForMs = 10_000;

/** Counts the CPU time of each account in this thread and tells when one has taken more than its conversations may. */
export class AccountBudgets {
  readonly #spareMs = new Map<string, number>();
  #spareUntil = 0;

  /**
   * Counts `ms` of a conversation that had taken `takenMs` before. Returns whether the account has just spent the last of
   * its spare time.
   */
  spend(account: string, takenMs: number, ms: number, now = performance.now()): boolean {
    if (now > this.#spareUntil) {
      this.#spareMs.clear();
      this.#spareUntil = now + spareForMs;
    }
    const before = this.#spare(account);
    const after = before - (Math.max(0, takenMs + ms - eachMs) - Math.max(0, takenMs - eachMs));
    this.#spareMs.set(account, after);
    return before > 0 && after <= 0;
  }

  /** Adds what a conversation that has ended did not take of its time to the spare time of its account. */
  end(account: string, takenMs: number): void {
    this.#spareMs.set(account, Math.min(spareMs, this.#spare(account) + Math.max(0, eachMs - takenMs)));
  }

  isSpent(account: string): boolean {
    return this.#spare(account) <= 0;
  }

  #spare(account: string): number {
    return this.#spareMs.get(account) ?? spareMs;
  }
}
