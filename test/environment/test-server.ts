/** A server that all suites of a test run share. */
export type TestServer = {
  /** The environment variables that tell tests the address of the server. */
  readonly environment: Readonly<Record<string, string>>;
  stop(): Promise<void>;
};
