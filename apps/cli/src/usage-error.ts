/** The command line was understood and cannot be carried out; the message says why. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
