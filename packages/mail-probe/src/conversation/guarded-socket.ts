import { connect, type Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { StepError } from './step-error.js';

/** Where to connect and how many bytes to accept; `address` is a literal that the egress policy allows. */
export type GuardedSocketOptions = {
  readonly address: string;
  readonly port: number;
  readonly localAddress: string | undefined;
  readonly maxBytes: number;
  /** Called with every chunk before it is parsed, so that a supervising thread knows which conversation is being parsed. */
  readonly onChunk: () => void;
};

const firstBytesKept = 64;
const readBufferBytes = 16 * 1024;
/** A reader finds the end behind the last bytes. Work that does not read is rejected this long after the close, in milliseconds. */
const closedGraceMs = 1_000;

/**
 * The socket of every conversation. It connects to a literal address and never looks up a name. It is cut with a failure
 * code when the server sends too many bytes or a phase takes too long. The first cut is kept in `cut`, whatever error a
 * library makes of it.
 */
export class GuardedSocket extends Duplex {
  /** Bytes received, TLS records included. */
  bytesRead = 0;
  /** The reason why the connection was cut; null if it was not. */
  cut: StepError | null = null;
  /** The first 64 bytes received, by which the protocol is recognised. */
  firstBytes = Buffer.alloc(0);
  readonly #raw: Socket;
  readonly #options: GuardedSocketOptions;
  readonly #broken = Promise.withResolvers<never>();
  #phase: NodeJS.Timeout | undefined;
  #hasEnded = false;

  constructor(options: GuardedSocketOptions) {
    super({ allowHalfOpen: true, emitClose: true });
    this.#options = options;
    this.#broken.promise.catch(() => {});
    const buffer = Buffer.allocUnsafe(readBufferBytes);
    this.#raw = connect({
      host: options.address,
      port: options.port,
      localAddress: options.localAddress,
      lookup: refuseLookup,
      autoSelectFamily: false,
      noDelay: true,
      // With `onread` bytes are counted as they arrive; a stream would buffer them first.
      onread: { buffer, callback: (length, bytes) => this.#take(bytes.subarray(0, length)) },
    });
    this.#raw.once('connect', () => this.emit('connect'));
    this.#raw.once('end', () => this.#end());
    this.#raw.on('error', (error) => this.destroy(error));
    // After an orderly end the last bytes may still be unread: a reader finds the end behind them.
    this.#raw.once('close', () => this.#hasEnded || this.destroy());
  }

  /** The local address of the connection, as the kernel bound it. */
  get localAddress(): string | undefined {
    return this.#raw.localAddress;
  }

  /** Settles like `work`, or rejects as soon as the connection is cut, or one second after it has closed. */
  async whileOpen<T>(work: Promise<T>): Promise<T> {
    return await Promise.race([this.#broken.promise, work]);
  }

  /** Ends the connection with a failure code. Only the first cut counts. */
  cutWith(error: StepError): void {
    this.cut ??= error;
    // Not with `error` itself: nodemailer 10.6 overwrites `code` on every error of a socket.
    this.destroy(new ConnectionClosed());
  }

  /** Starts the time limit of a phase, in milliseconds, in place of the last one; `onLate` returns the failure. */
  startPhase(ms: number, onLate: () => StepError): void {
    clearTimeout(this.#phase);
    if (this.destroyed) return;
    this.#phase = setTimeout(() => this.cutWith(onLate()), ms);
  }

  endPhase(): void {
    clearTimeout(this.#phase);
  }

  /** Clears the first bytes, so that the next ones received after STARTTLS are kept instead. */
  forgetFirstBytes(): void {
    this.firstBytes = Buffer.alloc(0);
  }

  #take(bytes: Uint8Array): boolean {
    if (this.destroyed) return false;
    this.bytesRead += bytes.length;
    if (this.firstBytes.length < firstBytesKept) {
      this.firstBytes = Buffer.concat([
        this.firstBytes,
        bytes.subarray(0, firstBytesKept - this.firstBytes.length),
      ]);
    }
    if (this.bytesRead > this.#options.maxBytes) {
      this.cutWith(new StepError('limit-exceeded'));
      return false;
    }
    this.#options.onChunk();
    return this.push(Buffer.from(bytes));
  }

  #end(): void {
    this.#hasEnded = true;
    this.push(null);
  }

  override _read(): void {
    this.#raw.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#raw.write(chunk, done);
  }

  override _final(done: (error?: Error | null) => void): void {
    this.#raw.end(() => done());
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.endPhase();
    this.#raw.destroy();
    if (this.cut === null)
      setTimeout(() => this.#broken.reject(error ?? new ConnectionClosed()), closedGraceMs).unref();
    else this.#broken.reject(this.cut);
    done(error);
  }
}

/** The server closed the connection in good order while an answer was expected. */
export class ConnectionClosed extends Error {
  override readonly name = 'ConnectionClosed';
}

/** Whether an error says only that the connection closed, not why. */
export function isConnectionClosed(error: unknown): boolean {
  return error instanceof ConnectionClosed;
}

function refuseLookup(): never {
  throw new TypeError('A guarded socket connects to addresses only');
}
