import { connect, type Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { StepError } from './step-error.js';

/**
 * The address to connect to and the number of bytes to accept. `address` is an IP address that the egress policy
 * allows.
 */
export type GuardedSocketOptions = {
  readonly address: string;
  readonly port: number;
  readonly localAddress: string | undefined;
  readonly maxBytes: number;
  /**
   * Called with every chunk before it is parsed, so that a supervising thread knows whose bytes are being parsed.
   */
  readonly onChunk: () => void;
};

const firstBytesKept = 64;
/**
 * All sockets of a thread are read into one buffer, whose bytes are copied before the next socket is read. Memory of its
 * own for each would make V8 collect garbage more often.
 */
const readBuffer = Buffer.allocUnsafeSlow(16 * 1024);
/**
 * The time in milliseconds between the reading of all bytes of a closed connection and the rejection of work that
 * still waits. A reader needs some time to notice the end.
 */
const closedGraceMs = 1_000;

/**
 * The socket of every conversation. It connects to an IP address and never looks up a name. If the server sends too
 * many bytes or a phase takes too long, the connection is cut with a failure code. The first code is kept in `cut`,
 * because mail libraries replace the error by their own.
 */
export class GuardedSocket extends Duplex {
  /** The number of bytes received, TLS records included. */
  bytesRead = 0;
  /** The reason why the connection was cut; null if it was not. */
  cut: StepError | null = null;
  /** The error that closed the connection; null if the connection is open or was closed without an error. */
  closeError: Error | null = null;
  /** The first 64 bytes received; the protocol is recognised by them. */
  firstBytes = Buffer.alloc(0);
  readonly #raw: Socket;
  readonly #options: GuardedSocketOptions;
  readonly #broken = Promise.withResolvers<never>();
  #phase: NodeJS.Timeout | undefined;
  #hasConnected = false;
  #hasEnded = false;
  #onFirstBytes: () => void = () => {};
  #inspect: (bytes: Uint8Array) => StepError | null = () => null;

  constructor(options: GuardedSocketOptions) {
    super({ allowHalfOpen: true, emitClose: true });
    this.#options = options;
    this.#broken.promise.catch(() => {});
    this.#raw = connect({
      host: options.address,
      port: options.port,
      localAddress: options.localAddress,
      lookup: refuseLookup,
      autoSelectFamily: false,
      noDelay: true,
      // With `onread` bytes are counted when they arrive; a stream would buffer them before they are counted.
      onread: { buffer: readBuffer, callback: (length, bytes) => this.#take(bytes.subarray(0, length)) },
    });
    this.#raw.once('connect', () => {
      this.#hasConnected = true;
      this.emit('connect');
    });
    this.#raw.once('end', () => this.#finish(null));
    this.#raw.on('error', (error) => this.#finish(error));
    this.#raw.once('close', () => this.#finish(null));
    this.once('end', () => {
      // An answer in the bytes that were just read has priority over the close of the connection.
      setTimeout(
        () => this.#broken.reject(this.cut ?? this.closeError ?? connectionClosed),
        this.cut === null ? closedGraceMs : 0,
      ).unref();
    });
  }

  /** Returns the local address of the connection, as the kernel bound it. */
  get localAddress(): string | undefined {
    return this.#raw.localAddress;
  }

  /** Settles as `work` does, or rejects when the connection is cut, or one second after its last byte was read. */
  async whileOpen<T>(work: Promise<T>): Promise<T> {
    return await Promise.race([this.#broken.promise, work]);
  }

  /** Cuts the connection with a failure code. Later calls have no effect. */
  cutWith(error: StepError): void {
    this.cut ??= error;
    this.destroy(connectionClosed);
  }

  /** Calls `act` when the next first bytes are received. */
  onFirstBytes(act: () => void): void {
    this.#onFirstBytes = act;
  }

  /** Calls `inspect` with all further bytes before they are read; a failure that it returns cuts the connection. */
  inspect(inspect: (bytes: Uint8Array) => StepError | null): void {
    this.#inspect = inspect;
  }

  /**
   * Starts the time limit of a phase, in milliseconds, in place of the previous limit; `onLate` returns the
   * failure.
   */
  startPhase(ms: number, onLate: () => StepError): void {
    clearTimeout(this.#phase);
    if (this.destroyed) return;
    const phase = setTimeout(() => {
      // Bytes that were received while this thread was busy are read before the limit is applied.
      setImmediate(() => this.#phase === phase && this.cutWith(onLate()));
    }, ms);
    this.#phase = phase;
  }

  endPhase(): void {
    clearTimeout(this.#phase);
    this.#phase = undefined;
  }

  /** Forgets the first bytes, so that the first bytes after STARTTLS are kept instead. */
  forgetFirstBytes(): void {
    this.firstBytes = Buffer.alloc(0);
  }

  #take(bytes: Uint8Array): boolean {
    if (this.destroyed || this.#hasEnded) return false;
    const isFirst = this.firstBytes.length === 0;
    this.bytesRead += bytes.length;
    if (this.firstBytes.length < firstBytesKept) {
      this.firstBytes = Buffer.concat([
        this.firstBytes,
        bytes.subarray(0, firstBytesKept - this.firstBytes.length),
      ]);
    }
    if (this.bytesRead > this.#options.maxBytes) {
      // Bytes that were received within the limit are still read, because they may contain the answer.
      this.cut ??= new StepError('limit-exceeded');
      this.#finish(null);
      this.#raw.destroy();
      return false;
    }
    const refused = this.#inspect(bytes);
    if (refused !== null) {
      this.cutWith(refused);
      return false;
    }
    this.#options.onChunk();
    // The conversation may end here, before bytes that cost much are parsed.
    if (this.destroyed) return false;
    if (isFirst) this.#onFirstBytes();
    return this.push(Buffer.from(bytes));
  }

  /**
   * Ends the stream after the bytes that were received, however the connection closed, because they may contain the
   * answer.
   */
  #finish(error: Error | null): void {
    this.closeError ??= error;
    if (!this.#hasConnected) {
      this.destroy(error ?? undefined);
      return;
    }
    if (this.#hasEnded || this.destroyed) return;
    this.#hasEnded = true;
    this.push(null);
  }

  override _read(): void {
    this.#raw.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    // A failed write must not discard bytes that were received; the end of the stream reports the closed
    // connection.
    this.#raw.write(chunk, () => done());
  }

  override _final(done: (error?: Error | null) => void): void {
    this.#raw.end(() => done());
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.endPhase();
    this.#raw.destroy();
    if (this.cut === null)
      setTimeout(() => this.#broken.reject(this.closeError ?? connectionClosed), closedGraceMs).unref();
    else this.#broken.reject(this.cut);
    done(error);
  }
}

/**
 * Thrown when the server closed the connection without an error although an answer was expected. There is one for all
 * connections, because every connection ends with it and its stack says nothing.
 */
export const connectionClosed = new (class ConnectionClosed extends Error {
  override readonly name = 'ConnectionClosed';
})();

/** Whether an error says only that the connection closed, without a reason. */
export function isConnectionClosed(error: unknown): boolean {
  return error === connectionClosed;
}

function refuseLookup(): never {
  throw new TypeError('A guarded socket connects to addresses only');
}
