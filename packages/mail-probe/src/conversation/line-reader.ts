import type { Duplex } from 'node:stream';
import { connectionClosed } from './guarded-socket.js';
import { StepError } from './step-error.js';

/**
 * Reads lines from a stream, as Latin-1 text without their line end (CRLF; a lone LF is tolerated). A line that is
 * too long and too many blank lines fail with `limit-exceeded`, because they cost CPU time and contain no
 * information.
 */
export class LineReader {
  readonly #lines: string[] = [];
  readonly #partial: Buffer[] = [];
  readonly #stream: Duplex;
  readonly #limits: { readonly maxLineBytes: number; readonly maxBlankLines: number };
  readonly #onData = (chunk: Buffer): void => this.#take(chunk);
  readonly #onEnd = (): void => this.#stop(connectionClosed);
  /** Whether any byte has been received. */
  hasHeard = false;
  #partialBytes = 0;
  #blankLines = 0;
  #error: Error | null = null;
  #wake: (() => void) | null = null;

  constructor(stream: Duplex, limits: { readonly maxLineBytes: number; readonly maxBlankLines: number }) {
    this.#stream = stream;
    this.#limits = limits;
    stream.on('data', this.#onData).on('end', this.#onEnd).on('close', this.#onEnd);
  }

  /**
   * Returns the next line. This method has no time limit; call it inside the guarded socket's `whileOpen`, which
   * has one.
   */
  async readLine(): Promise<string> {
    for (;;) {
      const line = this.#lines.shift();
      if (line !== undefined) return line;
      if (this.#error !== null) throw this.#error;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  /** Returns the bytes of the line that has not ended. */
  get unfinished(): Buffer {
    return Buffer.concat(this.#partial);
  }

  /**
   * Stops reading; returns whether bytes were received that nobody has read, and the first complete line among
   * them.
   */
  release(): { readonly hasLeftovers: boolean; readonly firstLine: string } {
    this.#stream.off('data', this.#onData).off('end', this.#onEnd).off('close', this.#onEnd);
    this.#stream.pause();
    const hasLeftovers = this.#lines.length > 0 || this.#partialBytes > 0;
    return { hasLeftovers, firstLine: this.#lines[0] ?? '' };
  }

  #take(chunk: Buffer): void {
    this.hasHeard = true;
    let start = 0;
    for (let end = chunk.indexOf(10); end >= 0 && this.#error === null; end = chunk.indexOf(10, start)) {
      this.#finishLine(chunk.subarray(start, end));
      start = end + 1;
    }
    if (start < chunk.length) {
      this.#partial.push(chunk.subarray(start));
      this.#partialBytes += chunk.length - start;
    }
    if (this.#partialBytes > this.#limits.maxLineBytes) this.#stop(new StepError('limit-exceeded'));
    this.#wake?.();
  }

  #stop(error: Error): void {
    this.#error ??= error;
    this.#wake?.();
  }

  #finishLine(end: Buffer): void {
    const bytes = this.#partial.length === 0 ? end : Buffer.concat([...this.#partial, end]);
    this.#partial.length = 0;
    this.#partialBytes = 0;
    const text = bytes.toString('latin1').replace(/\r$/, '');
    if (text === '') this.#blankLines += 1;
    const isTooMuch =
      bytes.length > this.#limits.maxLineBytes || this.#blankLines > this.#limits.maxBlankLines;
    if (isTooMuch) this.#stop(new StepError('limit-exceeded'));
    else this.#lines.push(text);
  }
}
