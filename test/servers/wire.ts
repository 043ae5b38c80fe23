import { once } from 'node:events';
import type { Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { acceptTls, type ServerTls } from './accept-tls.js';

const readDeadlineMs = 10_000;

/** The server's side of a connection: sends text and bytes, and reads lines with a deadline for every read. */
export class Wire {
  #socket: Socket;
  #buffer = '';
  #hasEnded = false;
  #wake: () => void = () => {};
  readonly #onText: (text: string) => void;
  readonly #onRefusal: () => void;
  readonly #onData = (chunk: Buffer): void => {
    const text = chunk.toString('latin1');
    this.#buffer += text;
    this.#onText(text);
    this.#wake();
  };

  constructor(socket: Socket, onText: (text: string) => void, onRefusal: () => void = () => {}) {
    this.#onText = onText;
    this.#onRefusal = onRefusal;
    this.#socket = socket;
    this.#listen();
  }

  /** Sends a line of text with CRLF at its end. */
  send(line: string): void {
    this.sendRaw(`${line}\r\n`);
  }

  /** Counts a password that the script has refused. */
  countRefusal(): void {
    this.#onRefusal();
  }

  sendRaw(bytes: string | Uint8Array): void {
    if (!this.#socket.destroyed)
      this.#socket.write(typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes);
  }

  /**
   * Sends bytes as fast as the client reads them, until the client closes the connection. Waits for free space in
   * the socket's buffer, so that the memory of the test does not grow.
   */
  async sendForEver(bytes: string): Promise<void> {
    const chunk = Buffer.from(bytes, 'latin1');
    const closed = once(this.#socket, 'close');
    closed.catch(() => {}); // An error while nobody waits needs no report: the socket is destroyed then.
    while (!this.#socket.destroyed) {
      if (!this.#socket.write(chunk)) await Promise.race([once(this.#socket, 'drain'), closed]);
      else await new Promise(setImmediate);
    }
  }

  /** Returns the next line without its end. Throws after 10 s, or if the client has closed the connection. */
  async readLine(): Promise<string> {
    return await this.readUntil('\n').then((line) => line.replace(/\r?\n$/, ''));
  }

  /** Returns all text up to and including `end`. */
  async readUntil(end: string): Promise<string> {
    await this.#waitFor(() => this.#buffer.includes(end));
    const length = this.#buffer.indexOf(end) + end.length;
    const text = this.#buffer.slice(0, length);
    this.#buffer = this.#buffer.slice(length);
    return text;
  }

  /** Waits between two bytes, for scripts that send slowly. */
  async pause(ms: number): Promise<void> {
    if (this.#socket.destroyed) throw new Error('The client has closed the connection');
    await delay(ms);
  }

  /** Resolves when the client has closed the connection; never rejects. */
  async untilClosed(): Promise<void> {
    if (this.#socket.destroyed || this.#hasEnded) return;
    await Promise.race([once(this.#socket, 'close'), once(this.#socket, 'end')]).catch(() => {});
  }

  /** Continues the connection inside TLS, as after STARTTLS. */
  async startTls(options: ServerTls): Promise<void> {
    this.#socket.off('data', this.#onData);
    this.#buffer = '';
    this.#socket = await acceptTls(this.#socket, options);
    this.#listen();
  }

  end(): void {
    this.#socket.end();
  }

  /** Closes the connection with a reset instead of an orderly end. */
  reset(): void {
    this.#socket.resetAndDestroy();
  }

  #listen(): void {
    const stop = (): void => {
      this.#hasEnded = true;
      this.#wake();
    };
    this.#socket.on('data', this.#onData).on('end', stop).on('close', stop).on('error', stop);
  }

  async #waitFor(isThere: () => boolean): Promise<void> {
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      this.#wake();
    }, readDeadlineMs);
    try {
      while (!isThere()) {
        if (isLate || this.#hasEnded) throw new Error('The client sent nothing more');
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
      }
    } finally {
      clearTimeout(timer);
    }
  }
}
