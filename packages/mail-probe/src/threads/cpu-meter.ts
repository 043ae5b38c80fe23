/**
 * Counts the CPU time of this thread for each conversation whose bytes it parses, and calls `onCostly` once for a
 * conversation that has taken more than `mostMs`. What the thread does from a chunk of bytes to the end of the turn of
 * the event loop, or to the next chunk, counts for the conversation of that chunk.
 */
export class CpuMeter {
  readonly #mostMs: number;
  readonly #onCostly: (id: number) => void;
  readonly #spentMs = new Map<number, number>();
  #current: number | null = null;
  #sinceMs = 0;

  constructor(mostMs: number, onCostly: (id: number) => void) {
    this.#mostMs = mostMs;
    this.#onCostly = onCostly;
  }

  /** Call it before a chunk is parsed. */
  startChunk(id: number): void {
    if (this.#current === null) setImmediate(() => this.#stop());
    else this.#count();
    this.#current = id;
    this.#sinceMs = threadCpuMs();
  }

  /** Forgets a conversation that has ended. */
  end(id: number): void {
    this.#spentMs.delete(id);
  }

  #stop(): void {
    this.#count();
    this.#current = null;
  }

  #count(): void {
    const id = this.#current!;
    const before = this.#spentMs.get(id) ?? 0;
    const spent = before + threadCpuMs() - this.#sinceMs;
    this.#spentMs.set(id, spent);
    if (before <= this.#mostMs && spent > this.#mostMs) this.#onCostly(id);
  }
}

function threadCpuMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}
