/**
 * Thrown when the options of a command are valid one by one but the command cannot run with them; the message says
 * why.
 */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
