import type { StoredResult } from '@postern/database/functions/store-result';
import type { Dispatcher } from '@postern/jobs/dispatcher';

/** The shortest time between two choices of a busy worker, in milliseconds. */
const chooseEveryMs = 50;

/**
 * Dispatches what runs next after results of this worker. Choosing takes PostgreSQL as long as storing a result. A busy
 * worker has further jobs in the queue, so its results of 50 ms share one choice; otherwise each result chooses.
 */
export class NextJobs {
  #choseAt = -Infinity;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly dispatcher: Dispatcher,
    private readonly isBusy: () => boolean,
    private readonly onError: (error: unknown) => void,
  ) {}

  /** Whether a result that is stored now chooses too; the choice then counts as made. */
  readonly isDue = (): boolean => {
    if (this.#waitMs() > 0) return false;
    this.#choseAt = performance.now();
    return true;
  };

  /** Enqueues what a result chose; null is chosen within 50 ms. */
  readonly follow = (chosen: StoredResult['chosen']): void => {
    if (chosen !== null) this.dispatcher.enqueue(chosen).catch(this.onError);
    else this.#timer ??= setTimeout(() => void this.dispatch(), this.#waitMs());
  };

  /** Chooses and enqueues now. Never rejects. */
  async dispatch(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#choseAt = performance.now();
    await this.dispatcher.dispatch().catch(this.onError);
  }

  #waitMs(): number {
    return this.isBusy() ? Math.max(0, this.#choseAt + chooseEveryMs - performance.now()) : 0;
  }
}
