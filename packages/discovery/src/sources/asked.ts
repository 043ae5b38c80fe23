import type { Trust } from '@postern/core/provenance';
import type { Found, NotFound, Parsed } from '../documents/parsed.js';

/** What a source answered and how far it can be trusted, or why it said nothing that can be used. */
export type Asked = (Found & { readonly trust: Trust }) | NotFound | Unanswered;

/** Why a source gave no answer that can be read. */
export type Unanswered = {
  readonly state: 'unreachable' | 'refused';
  /** Stable, kebab-case. */
  readonly code: string;
  readonly detail: string;
};

/** Returns the outcome for a source that gave no answer, or must not be asked or believed. */
export function unanswered(state: Unanswered['state'], code: string, detail: string): Unanswered {
  return { state, code, detail };
}

/** Adds the trust to an answer that names servers. */
export function trusted(parsed: Parsed, trust: Trust): Asked {
  return parsed.state === 'found' ? { ...parsed, trust } : parsed;
}
