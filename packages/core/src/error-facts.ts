/** What a log may hold of an error: its names and stack, never the objects that libraries hang on it. */
export type ErrorFacts = {
  readonly name: string;
  readonly message: string;
  readonly code?: string;
  readonly stack?: string;
};

/** The facts of anything thrown; drivers attach clients, options and connection strings, which stay behind. */
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
