/** What the api needs to know from its environment. */
export type ApiSettings = {
  /** The origin people see, e.g. behind a proxy; null means the address itself. */
  readonly publicOrigin: string | null;
  /** The built console's folder; null serves no console. */
  readonly consoleDirectory: string | null;
  readonly trustedProxies: readonly string[];
  readonly corsOrigins: readonly string[];
  readonly secretKeys: readonly string[];
  /** How long audit events are kept. */
  readonly auditRetentionDays: number;
};

/** Injection tokens: what is made outside of Nest and handed to it. */
export const SETTINGS = Symbol('api settings');
export const DATABASE = Symbol('database');
export const QUEUE = Symbol('verification queue');
