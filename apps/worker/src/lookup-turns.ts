import type { LookUpInTurn } from '@postern/mail-probe/probe-options';

/**
 * The look-ups of one account that a worker has at once. Each asks two questions; resolvers bound the questions that they
 * have not answered (dnsmasq: 150 by default) and refuse the rest, whoever asks.
 */
const mostOfAccount = 16;

type Line = { running: number; readonly waiting: (() => void)[] };

/** The look-ups of this worker: names that do not answer delay the other names of their account only. */
export class LookupTurns {
  readonly #lines = new Map<string, Line>();

  /** Returns a function that runs the look-ups of an account in turn; `null` stands for scheduled measurements. */
  of(accountId: string | null): LookUpInTurn {
    const key = accountId ?? '';
    return async (look, signal) => {
      await this.#take(key, signal);
      try {
        return await look();
      } finally {
        this.#giveBack(key);
      }
    };
  }

  async #take(key: string, signal: AbortSignal | undefined): Promise<void> {
    signal?.throwIfAborted();
    const line = this.#lines.get(key) ?? { running: 0, waiting: [] };
    this.#lines.set(key, line);
    if (line.running < mostOfAccount) {
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

  /** Passes the turn to the look-up that waits longest. */
  #giveBack(key: string): void {
    const line = this.#lines.get(key)!;
    const next = line.waiting.shift();
    if (next !== undefined) next();
    else if (--line.running === 0) this.#lines.delete(key);
  }
}
