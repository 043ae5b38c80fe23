/** How long an account counts as costly after its conversations took too much CPU time. */
const costlyForMs = 60_000;

/** The accounts whose conversations took more CPU time than they may in the last minute. */
export class CostlyAccounts {
  readonly #until = new Map<string, number>();

  add(account: string, now = performance.now()): void {
    for (const [other, until] of this.#until) if (until <= now) this.#until.delete(other);
    this.#until.set(account, now + costlyForMs);
  }

  has(account: string, now = performance.now()): boolean {
    return (this.#until.get(account) ?? 0) > now;
  }
}
