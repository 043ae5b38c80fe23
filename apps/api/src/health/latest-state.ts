/** Kubernetes gives a probe one second by default. */
const longestMs = 400;

/**
 * A state that takes a query to read and is answered within 400 ms. While a read takes longer, the answer is the state
 * before, for `staleMs`, and then `late`. All who ask during a read share it, because anybody may ask.
 */
export class LatestState<State> {
  private known: { readonly at: number; readonly state: State } | null = null;
  private reading: Promise<State> | null = null;

  /** `read` must not reject. */
  constructor(
    private readonly read: () => Promise<State>,
    private readonly late: State,
    private readonly staleMs: number,
  ) {}

  async ask(): Promise<State> {
    this.reading ??= this.readAgain();
    let timer: NodeJS.Timeout | undefined;
    const limit = new Promise<State>((resolve) => {
      timer = setTimeout(() => resolve(this.stateBefore()), longestMs);
    });
    try {
      return await Promise.race([this.reading, limit]);
    } finally {
      clearTimeout(timer);
    }
  }

  private async readAgain(): Promise<State> {
    const state = await this.read();
    this.known = { at: performance.now(), state };
    this.reading = null;
    return state;
  }

  private stateBefore(): State {
    const isFresh = this.known !== null && performance.now() - this.known.at < this.staleMs;
    return isFresh ? this.known!.state : this.late;
  }
}
