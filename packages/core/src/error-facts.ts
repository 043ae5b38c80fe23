/** The parts of an error that may be logged: name, message, code and stack. */
export type ErrorFacts = {
  readonly name: string;
  readonly message: string;
  readonly code?: string;
  readonly stack?: string;
};

/**
 * Returns the parts of a thrown value that may be logged. Database and Redis drivers attach clients, options and
 * connection strings, which can hold passwords, to their errors; those are left out.
 */
export function errorFacts(thrown: unknown): ErrorFacts {
  if (!(thrown instanceof Error)) return { name: 'NotAnError', message: typeof thrown };
  const { code } = thrown as Error & { code?: unknown };
  return {
    name: thrown.name,
    message: thrown.message,
    ...(typeof code === 'string' ? { code } : {}),
    ...(thrown.stack === undefined ? {} : { stack: thrown.stack }),
  };
}
