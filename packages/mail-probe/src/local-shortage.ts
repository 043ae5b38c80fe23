import { isNativeError } from 'node:util/types';

/** No file descriptor left for this process or this machine, no buffer for a socket, no memory in the kernel. */
const codes: ReadonlySet<unknown> = new Set(['EMFILE', 'ENFILE', 'ENOBUFS', 'ENOMEM']);

/**
 * Thrown when this machine had no descriptor or memory for a connection, so that nothing is known about the server. `code`
 * is that of the system call.
 */
export class LocalShortageError extends Error {
  override readonly name = 'LocalShortageError';

  readonly code: string;

  constructor(code: string) {
    super(`No connection can be made: this machine has no file descriptor or memory left (${code})`);
    this.code = code;
  }
}

/** The code of the system call that failed for want of descriptors or memory; null if the error has another cause. */
export function shortageOf(error: unknown): string | null {
  for (let cause = error; isNativeError(cause); cause = cause.cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (codes.has(code)) return code!;
  }
  return null;
}
