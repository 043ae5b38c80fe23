import type { Finding } from '@postern/core/finding';
import type { ServerSection } from './server-section.js';

/** The largest document that is read, in bytes. Documents of providers have 1 to 5 KiB. */
export const maxDocumentBytes = 64 * 1024;

/**
 * What a source says about a domain: the sections of its servers, or the reason why there are none. `absent` means
 * that the source says nothing about the domain, `invalid` that what it says cannot be used.
 */
export type Parsed = Found | NotFound;

export type Found = {
  readonly state: 'found';
  readonly sections: readonly ServerSection[];
  /** Names of the servers that give out OAuth tokens. */
  readonly oauthIssuers: readonly string[];
  readonly findings: readonly Finding[];
};

export type NotFound = {
  readonly state: 'absent' | 'invalid';
  /** Stable, kebab-case. */
  readonly code: string;
  /** A sentence of Postern's own; it contains no text of the source. */
  readonly detail: string;
};

/** Returns the result for a source that says nothing about the domain. */
export function absent(code: string, detail: string): NotFound {
  return { state: 'absent', code, detail };
}

/** Returns the result for a source whose answer cannot be used. */
export function invalid(code: string, detail: string): NotFound {
  return { state: 'invalid', code, detail };
}
