import { connect, type Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { StepError } from './step-error.js';

/** Where to connect and how much to take; `address` is a literal that the egress policy has vetted. */
export type GuardedSocketOptions = {
  readonly address: string;
  readonly port: number;
  readonly localAddress: string | undefined;
  readonly maxBytes: number;
  /** Called with every chunk before anybody parses it: tells a watching thread whose bytes are at work. */
  readonly onChunk: () => void;
};

const firstBytesKept = 64;
const readBufferBytes = 16 * 1024;
/** Whoever waits hears of a closed connection by itself, behind the last bytes; this is for the one that does not. */
const closedGraceMs = 1_000;

/**
 * The one socket that conversations go through: it connects to a literal address and never looks a name up, and it is
 * cut with a code when the server sends more than it should or a phase takes too long. The first cut is the one that
 * counts; it is in `cut` whatever error a library makes of it.
 */
export class GuardedSocket extends Duplex {
  /** Bytes received, TLS records included. */
  bytesRead = 0;
  /** Why the guard ended the conversation, if it did. */
  cut: StepError | null = null;
  /** The start of what arrived, to tell what answered. */
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
      // Bytes are counted before any parser sees them; a stream's own buffer would take them first.
      onread: { buffer, callback: (length, bytes) => this.#take(bytes.subarray(0, length)) },
    });
    this.#raw.once('connect', () => this.emit('connect'));
    this.#raw.once('end', () => this.#end());
    this.#raw.on('error', (error) => this.destroy(error));
    // After an orderly end the last bytes may still wait to be parsed: whoever reads them finds the end behind them.
    this.#raw.once('close', () => this.#hasEnded || this.destroy());
  }

  /** Our end of the connection, as the kernel bound it. */
  get localAddress(): string | undefined {
    return this.#raw.localAddress;
  }

  /** Settles like `work`, or rejects as soon as the connection is cut, or a moment after it has closed. */
  async whileOpen<T>(work: Promise<T>): Promise<T> {
    return await Promise.race([this.#broken.promise, work]);
  }

  /** Ends the conversation with a code. Only the first cut counts. */
  cutWith(error: StepError): void {
    this.cut ??= error;
    // Not with the cut itself: nodemailer 10.6 writes its own code into every error that a socket gives it.
    this.destroy(new ConnectionClosed());
  }

  /** Gives the next phase `ms` milliseconds; `onLate` says with which code it ends otherwise. Replaces the last phase. */
  startPhase(ms: number, onLate: () => StepError): void {
    clearTimeout(this.#phase);
    if (this.destroyed) return;
    this.#phase = setTimeout(() => this.cutWith(onLate()), ms);
  }

  endPhase(): void {
    clearTimeout(this.#phase);
  }

  /** Forgets the first bytes, so that they are those of the next layer: what comes after STARTTLS. */
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

/** The peer closed the connection in good order while something was still expected of it. */
export class ConnectionClosed extends Error {
  override readonly name = 'ConnectionClosed';
}

/** Whether an error only says that the connection closed, not why. */
export function isConnectionClosed(error: unknown): boolean {
  return error instanceof ConnectionClosed;
}

function refuseLookup(): never {
  throw new TypeError('A guarded socket connects to addresses only');
}
