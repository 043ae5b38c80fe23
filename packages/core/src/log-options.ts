import { errorFacts } from './error-facts.js';
import { visibleText } from './visible-text.js';

/** Options of pino for the log of a process: no secrets in errors, and no character that a terminal would obey. */
export const logOptions = {
  serializers: { err: errorFacts },
  hooks: { streamWrite: visibleText },
};

/** Options of pino's destination: what cannot be written, such as on a full disk, is kept up to 1 MiB, then dropped. */
export const logDestination = { fd: 1, sync: true, maxLength: 1024 * 1024 };
