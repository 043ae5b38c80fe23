import { setTimeout as delay } from 'node:timers/promises';
import { faultCode } from './fault-code.js';
import { tellRarely, type Fault } from './tell-rarely.js';

const shortestPauseMs = 100;
const longestPauseMs = 30_000;

/** What should be changed about a backend that does its work. */
class QueueAdvice extends Error {
  override readonly name = 'QueueAdvice';
}

/**
 * What goes wrong with the queue of a process: counted by code, told once and then at most once a minute, and answered
 * with longer and longer pauses until a call succeeds.
 */
export class QueueFaults {
  readonly #counts = new Map<string, number>();
  readonly #advised = new Set<string>();
  readonly #tellRarely: (error: unknown) => void;
  #failingSince: number | null = null;
  #latestCode: string | null = null;
  #works = new AbortController();

  constructor(private readonly tell: (fault: Fault) => void) {
    this.#tellRarely = tellRarely(tell);
  }

  /** How often each fault has happened since the process started. */
  get counts(): ReadonlyMap<string, number> {
    return this.#counts;
  }

  /** The code of the latest fault; null while the queue works. */
  get code(): string | null {
    return this.#latestCode;
  }

  report(error: unknown): void {
    const code = faultCode(error);
    this.#failingSince ??= Date.now();
    this.#latestCode = code;
    this.#counts.set(code, (this.#counts.get(code) ?? 0) + 1);
    this.#tellRarely(error);
  }

  /** Tells once what should be changed about the backend, although the queue works. */
  advise(text: string): void {
    if (this.#advised.has(text)) return;
    this.#advised.add(text);
    this.tell({ code: 'advice', error: new QueueAdvice(text), times: 1 });
  }

  /** Ends the pauses: the queue works again. */
  succeed(): void {
    if (this.#failingSince === null) return;
    this.#failingSince = null;
    this.#latestCode = null;
    this.#works.abort();
    this.#works = new AbortController();
  }

  /**
   * Waits about as long as the queue has failed: from 0.1 s to 30 s, by chance up to a half less, so that processes do
   * not return together. Ends early when a call succeeds or `signal` aborts.
   */
  async pause(signal?: AbortSignal): Promise<void> {
    const failedMs = Date.now() - (this.#failingSince ?? Date.now());
    const ms = Math.max(shortestPauseMs, Math.min(failedMs, longestPauseMs) * (0.5 + Math.random() / 2));
    const ends = signal === undefined ? this.#works.signal : AbortSignal.any([this.#works.signal, signal]);
    await delay(ms, undefined, { signal: ends }).catch(() => undefined);
  }
}
