/** A server that all suites of a test run share. */
export type TestServer = {
  /** The variables by which tests find it in `process.env`. */
  readonly environment: Readonly<Record<string, string>>;
  stop(): Promise<void>;
};
