import type { Refusal } from './problem.js';

/** Characters of a URL; a canonical form writes each letter beyond ASCII as up to twelve. */
const longestUrl = 2000;

/** Refuses a URL of more than 2,000 characters; `null` for a shorter one. */
export function refuseLongUrl(url: string): Refusal | null {
  if (url.length <= longestUrl) return null;
  return { ok: false, code: 'url-too-long', message: 'The URL has more than 2,000 characters' };
}
