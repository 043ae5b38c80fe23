type Line = { running: number; readonly waiting: (() => void)[] };

/** Runs at most a number of pieces of work of each account at once, in their order; accounts do not wait for each other. */
export class AccountTurns {
  readonly #mostOfAccount: number;
  readonly #lines = new Map<string, Line>();

  constructor(mostOfAccount: number) {
    this.#mostOfAccount = mostOfAccount;
  }

  /** Runs the work when it is its turn. Rejects with the reason of the signal if that is aborted before. */
  async run<T>(account: string, work: () => Promise<T>, signal: AbortSignal | undefined): Promise<T> {
    await this.#take(account, signal);
    try {
      return await work();
    } finally {
      this.#giveBack(account);
    }
  }

  async #take(account: string, signal: AbortSignal | undefined): Promise<void> {
    signal?.throwIfAborted();
    const line = this.#lines.get(account) ?? { running: 0, waiting: [] };
    this.#lines.set(account, line);
    if (line.running < this.#mostOfAccount) {
      line.running += 1;
      return;
    }
    const turn = Promise.withResolvers<void>();
    line.waiting.push(turn.resolve);
    const abort = () => {
      const place = line.waiting.indexOf(turn.resolve);
      if (place === -1) return;
      line.waiting.splice(place, 1);
      turn.reject(signal!.reason as Error);
    };
    signal?.addEventListener('abort', abort);
    await turn.promise.finally(() => signal?.removeEventListener('abort', abort));
  }

  /** Passes the turn to the work that waits longest. */
  #giveBack(account: string): void {
    const line = this.#lines.get(account)!;
    const next = line.waiting.shift();
    if (next !== undefined) next();
    else if (--line.running === 0) this.#lines.delete(account);
  }
}
