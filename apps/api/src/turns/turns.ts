/** An account has as many pieces of work waiting as it may have; it can try again later. */
export class TooManyWaitingError extends Error {
  override readonly name = 'TooManyWaitingError';
}

/**
 * Runs expensive work so that one account cannot keep the others waiting: one piece of an account at a time, accounts in
 * turn, `atOnce` pieces of all accounts together. An account may have `mostWaiting` further pieces waiting.
 */
export class Turns {
  private readonly running = new Set<string>();
  /** The work that waits by account; the account that has waited longest for its turn is first. */
  private readonly waiting = new Map<string, (() => void)[]>();

  constructor(private readonly limits: { readonly atOnce: number; readonly mostWaiting: number }) {}

  /** Runs a piece of work of an account when it is its turn. Throws `TooManyWaitingError` at once if too many wait. */
  async take<T>(account: string, work: () => Promise<T>): Promise<T> {
    const own = this.waiting.get(account) ?? [];
    if (this.running.size < this.limits.atOnce && !this.running.has(account)) this.running.add(account);
    else {
      if (own.length >= this.limits.mostWaiting) throw new TooManyWaitingError();
      this.waiting.set(account, own);
      await new Promise<void>((resolve) => own.push(resolve));
    }
    try {
      return await work();
    } finally {
      this.end(account);
    }
  }

  private end(account: string): void {
    this.running.delete(account);
    const own = this.waiting.get(account);
    if (own !== undefined) {
      this.waiting.delete(account);
      this.waiting.set(account, own);
    }
    for (const [next, starts] of this.waiting) {
      if (this.running.size >= this.limits.atOnce) return;
      if (this.running.has(next)) continue;
      this.running.add(next);
      const start = starts.shift()!;
      if (starts.length === 0) this.waiting.delete(next);
      start();
    }
  }
}
