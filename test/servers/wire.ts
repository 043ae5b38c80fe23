import { once } from 'node:events';
import type { Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { acceptTls, type ServerTls } from './accept-tls.js';

const readDeadlineMs = 10_000;

/** A server's side of a connection: sends text and bytes, reads lines with a deadline on every read. */
export class Wire {
  #socket: Socket;
  #buffer = '';
  #hasEnded = false;
  #wake: () => void = () => {};
  readonly #onText: (text: string) => void;
  readonly #onData = (chunk: Buffer): void => {
    const text = chunk.toString('latin1');
    this.#buffer += text;
    this.#onText(text);
    this.#wake();
  };

  constructor(socket: Socket, onText: (text: string) => void) {
    this.#onText = onText;
    this.#socket = socket;
    this.#listen();
  }

  /** Sends a line with its CRLF. */
  send(line: string): void {
    this.sendRaw(`${line}\r\n`);
  }

  sendRaw(bytes: string | Uint8Array): void {
    if (!this.#socket.destroyed)
      this.#socket.write(typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes);
  }

  /** Sends as much as the client takes until it goes away; `pause` waits for room so that the test stays small. */
  async sendForEver(bytes: string): Promise<void> {
    const chunk = Buffer.from(bytes, 'latin1');
    const closed = once(this.#socket, 'close');
    closed.catch(() => {}); // An error while nobody waits is no news: the socket is destroyed.
    while (!this.#socket.destroyed) {
      if (!this.#socket.write(chunk)) await Promise.race([once(this.#socket, 'drain'), closed]);
      else await new Promise(setImmediate);
    }
  }

  /** The next line without its end. Throws after 10 s, or when the client has gone. */
  async readLine(): Promise<string> {
    return await this.readUntil('\n').then((line) => line.replace(/\r?\n$/, ''));
  }

  /** Everything up to and with `end`. */
  async readUntil(end: string): Promise<string> {
    await this.#waitFor(() => this.#buffer.includes(end));
    const length = this.#buffer.indexOf(end) + end.length;
    const text = this.#buffer.slice(0, length);
    this.#buffer = this.#buffer.slice(length);
    return text;
  }

  /** Lets time pass between drops, where the pace is what the script is about. */
  async pause(ms: number): Promise<void> {
    if (this.#socket.destroyed) throw new Error('The client has gone');
    await delay(ms);
  }

  /** Resolves once the client has closed the connection; never throws. */
  async untilClosed(): Promise<void> {
    if (this.#socket.destroyed || this.#hasEnded) return;
    await Promise.race([once(this.#socket, 'close'), once(this.#socket, 'end')]).catch(() => {});
  }

  /** Goes on inside TLS, as after STARTTLS. */
  async startTls(options: ServerTls): Promise<void> {
    this.#socket.off('data', this.#onData);
    this.#buffer = '';
    this.#socket = await acceptTls(this.#socket, options);
    this.#listen();
  }

  end(): void {
    this.#socket.end();
  }

  /** Breaks the connection with a reset instead of an orderly end. */
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
        if (isLate || this.#hasEnded) throw new Error('The client said nothing more');
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
      }
    } finally {
      clearTimeout(timer);
    }
  }
}
