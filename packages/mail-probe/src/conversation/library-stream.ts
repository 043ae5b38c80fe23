import { Duplex } from 'node:stream';

/**
 * The stream that imapflow or nodemailer use in place of a socket during a login. The caller receives each line that
 * the library sends, and passes on the lines that the library may see. So the server never receives a command twice,
 * and the answer that judges the login is read before the library can lose it. Text is Latin-1, one character for
 * each byte.
 */
export class LibraryStream extends Duplex {
  readonly #onLine: (line: string) => void;
  #partial = '';

  /** `onLine` is called with each line of the library, without its CRLF, until the stream is destroyed. */
  constructor(onLine: (line: string) => void) {
    super({ allowHalfOpen: true });
    this.#onLine = onLine;
    // Both libraries report an error by their own callback as well.
    this.on('error', () => {});
  }

  /** Passes one line on to the library; does nothing after the stream was destroyed. */
  pass(line: string): void {
    if (!this.destroyed) this.push(Buffer.from(`${line}\r\n`, 'latin1'));
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    const lines = (this.#partial + chunk.toString('latin1')).split('\r\n');
    this.#partial = lines.pop()!;
    for (const line of lines) if (!this.destroyed) this.#onLine(line);
    done();
  }

  override _read(): void {
    // `pass` pushes lines when they arrive.
  }

  /** Both libraries set a time limit on their socket. The limits of the conversation apply instead. */
  setTimeout(): this {
    return this;
  }
}
