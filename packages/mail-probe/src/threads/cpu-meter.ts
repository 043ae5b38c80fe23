/**
 * Counts the CPU time of this thread for the conversations whose bytes it parses. What the thread does from a chunk of bytes
 * to the end of the turn of the event loop, or to the next chunk, counts for the conversation of that chunk.
 */
export class CpuMeter {
  readonly #onSpent: (id: number, ms: number) => void;
  #current: number | null = null;
  #sinceMs = 0;

  constructor(onSpent: (id: number, ms: number) => void) {
    this.#onSpent = onSpent;
  }

  /** Call it before a chunk is parsed. */
  startChunk(id: number): void {
    if (this.#current === null) setImmediate(() => this.#stop());
    else this.#count();
    this.#current = id;
    this.#sinceMs = threadCpuMs();
  }

  #stop(): void {
    this.#count();
    this.#current = null;
  }

  #count(): void {
    this.#onSpent(this.#current!, threadCpuMs() - this.#sinceMs);
  }
}

function threadCpuMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}
