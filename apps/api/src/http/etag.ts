/** The entity tag of a revision (RFC 9110 §8.8.3), strong. */
export function etagOf(revision: number): string {
  return `"${revision}"`;
}

/** The revisions that `If-Match` accepts; `null` without the header or with `*`. */
export function expectedRevisions(ifMatch: string | undefined): readonly number[] | null {
  if (ifMatch === undefined || ifMatch.trim() === '*') return null;
  const tags = ifMatch.split(',').map((tag) => /^"(\d{1,9})"$/.exec(tag.trim())?.[1]);
  // A weak or foreign tag matches nothing (RFC 9110 §13.1.1), which is what stale means.
  return tags.flatMap((tag) => (tag === undefined ? [] : [Number(tag)]));
}
