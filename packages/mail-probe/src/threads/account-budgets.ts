/**
 * The CPU time of an account's conversations in a thread, in milliseconds: what each may take (most take 2 to 5, a chain of
 * four RSA keys of 4096 bits included), and what they may take beside that in ten seconds. The spare time is for a thread
 * that compiles its code in the first conversations.
 */
const eachMs = 10;
const spareMs = 100;
const spareForMs = 10_000;

/** Counts the CPU time of each account in this thread and tells when one has taken more than its conversations may. */
export class AccountBudgets {
  readonly #leftMs = new Map<string, number>();
  #spareUntil = 0;

  /** Adds the time that one more conversation of the account may take. */
  addConversation(account: string, now = performance.now()): void {
    if (now > this.#spareUntil) {
      this.#leftMs.clear();
      this.#spareUntil = now + spareForMs;
    }
    this.#leftMs.set(account, Math.min(spareMs, this.#left(account) + eachMs));
  }

  /** Returns whether the account has just spent the last of its time. */
  spend(account: string, ms: number): boolean {
    const before = this.#left(account);
    this.#leftMs.set(account, before - ms);
    return before > 0 && before - ms <= 0;
  }

  isSpent(account: string): boolean {
    return this.#left(account) <= 0;
  }

  #left(account: string): number {
    return this.#leftMs.get(account) ?? spareMs;
  }
}
