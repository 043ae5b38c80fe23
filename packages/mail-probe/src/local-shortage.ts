import { isNativeError } from 'node:util/types';

/** No file descriptor left for this process or this machine, no buffer for a socket, no memory in the kernel. */
const codes: ReadonlySet<unknown> = new Set(['EMFILE', 'ENFILE', 'ENOBUFS', 'ENOMEM']);

/**
 * Thrown when this machine had no descriptor or memory for a connection, or not the address that it leaves from, so that
 * nothing is known about the server. `code` is that of the system call.
 */
export class LocalShortageError extends Error {
  override readonly name = 'LocalShortageError';

  readonly code: string;

  constructor(code: string) {
    super(`No connection can be made: this machine lacks a file descriptor, memory or an address (${code})`);
    this.code = code;
  }
}

/**
 * The code of the system call that failed for want of descriptors, memory or the address to leave from; null if the error
 * has another cause. EADDRNOTAVAIL of connect(2) is another one: this machine has no address of the server's family.
 */
export function shortageOf(error: unknown): string | null {
  for (let cause = error; isNativeError(cause); cause = cause.cause) {
    const { code, syscall } = cause as NodeJS.ErrnoException;
    if (codes.has(code) || (code === 'EADDRNOTAVAIL' && syscall === 'bind')) return code!;
  }
  return null;
}
