import { readFileSync } from 'node:fs';

/** Returns the comment at the beginning of a script, which says how it is used. */
export function usageOf(file) {
  const [, comment] = /^\/\*\*(.*?)\*\//s.exec(readFileSync(file, 'utf8'));
  return comment.replaceAll(/^ \* ?/gm, '').trim();
}
