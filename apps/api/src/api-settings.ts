import type { OidcSettings } from './oidc/oidc-settings.js';

/** The settings of the api, read from environment variables. */
export type ApiSettings = {
  /** The origin in the browsers' address bar, such as that of a proxy; null for the address that the api listens on. */
  readonly publicOrigin: string | null;
  /** The folder of the built console; null if no console is served. */
  readonly consoleDirectory: string | null;
  /** The built file of `<postern-connect>`; null if it is not served. */
  readonly componentFile: string | null;
  readonly trustedProxies: readonly string[];
  readonly corsOrigins: readonly string[];
  readonly secretKeys: readonly string[];
  /** How many days audit events are kept. */
  readonly auditRetentionDays: number;
  /** Whether mails can be sent: the variables for it are set. */
  readonly isMailSetUp: boolean;
  /** The provider that people sign in with; null if they sign in with tokens and links only. */
  readonly oidc: OidcSettings | null;
  /** Arguments of Node for the thread that renders rules, by default those of the process. Tests load TypeScript with them. */
  readonly threadArguments?: readonly string[];
};

/** Injection tokens of the objects that are made before Nest starts. */
export const SETTINGS = Symbol('api settings');
export const DATABASE = Symbol('database');
/** Connections of their own for long statements, so that requests keep theirs and their time limit. */
export const MAINTENANCE = Symbol('maintenance database');
export const QUEUE = Symbol('job queue');
