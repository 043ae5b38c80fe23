import { ApiProblem } from '../http/api-problem.js';

type Limits = {
  /** Pieces of all accounts that run at once. */
  readonly atOnce: number;
  /** Pieces of one account that run at once; 1 by default. */
  readonly ofAccount?: number;
  /** Further pieces of one account that may wait. */
  readonly mostWaiting: number;
  /** What is refused if too many wait, e.g. “imports”. */
  readonly what: string;
};

const retryAfterSeconds = 2;

/** Runs work so that one account cannot keep the others waiting: a few pieces of an account at once, accounts in turn. */
export class Turns {
  /** The number of running pieces by account. */
  private readonly running = new Map<string, number>();
  private runningInAll = 0;
  /** The work that waits by account; the account that has waited longest for its turn is first. */
  private readonly waiting = new Map<string, (() => void)[]>();

  constructor(private readonly limits: Limits) {}

  /** Runs a piece of work of an account when it is its turn. Throws a problem at once if too many wait. */
  async take<T>(account: string, work: () => Promise<T>): Promise<T> {
    const own = this.waiting.get(account) ?? [];
    if (this.runningInAll < this.limits.atOnce && this.hasRoom(account)) this.count(account, 1);
    else {
      if (own.length >= this.limits.mostWaiting) throw this.refusal();
      this.waiting.set(account, own);
      await new Promise<void>((resolve) => own.push(resolve));
    }
    try {
      return await work();
    } finally {
      this.end(account);
    }
  }

  /** The answer to an account that has as many pieces of work waiting as it may have. */
  private refusal(): ApiProblem {
    const { mostWaiting, what } = this.limits;
    return new ApiProblem('too-many-requests', {
      detail: `${mostWaiting} ${what} of this account are waiting for their turn.`,
      headers: { 'retry-after': `${retryAfterSeconds}` },
    });
  }

  private hasRoom(account: string): boolean {
    return (this.running.get(account) ?? 0) < (this.limits.ofAccount ?? 1);
  }

  private count(account: string, change: 1 | -1): void {
    const now = (this.running.get(account) ?? 0) + change;
    if (now === 0) this.running.delete(account);
    else this.running.set(account, now);
    this.runningInAll += change;
  }

  private end(account: string): void {
    this.count(account, -1);
    this.moveBehindOthers(account);
    for (const [next, starts] of this.waiting) {
      if (this.runningInAll >= this.limits.atOnce) return;
      if (!this.hasRoom(next)) continue;
      this.count(next, 1);
      const start = starts.shift()!;
      if (starts.length === 0) this.waiting.delete(next);
      start();
    }
  }

  private moveBehindOthers(account: string): void {
    const own = this.waiting.get(account);
    if (own === undefined) return;
    this.waiting.delete(account);
    this.waiting.set(account, own);
  }
}
