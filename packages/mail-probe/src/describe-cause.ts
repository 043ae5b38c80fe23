import { isNativeError } from 'node:util/types';

/**
 * An unexpected error for the log: class, code, system call and stack frames. Its message is left out, because a
 * library's message may quote the server, and a server may echo the password.
 */
export function describeCause(error: unknown): string {
  if (!isNativeError(error)) return `thrown ${typeof error}`;
  const { code, syscall } = error as NodeJS.ErrnoException;
  const known = [error.name, code, syscall].filter(
    (part) => typeof part === 'string' && /^[\w. -]{1,60}$/.test(part),
  );
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at \S/.test(line));
  return [known.join(' '), ...frames.slice(0, 12)].join('\n');
}
