/** The entity tag of a revision (RFC 9110 §8.8.3), strong. */
export function etagOf(revision: number): string {
  return `"${revision}"`;
}

/** The revisions that `If-Match` accepts; `null` without the header or with `*`. */
export function expectedRevisions(ifMatch: string | undefined): readonly number[] | null {
  if (ifMatch === undefined || ifMatch.trim() === '*') return null;
  const tags = ifMatch.split(',').map((tag) => /^"(\d{1,9})"$/.exec(tag.trim())?.[1]);
  // A weak tag, or one that this api did not make, matches no revision (RFC 9110 §13.1.1): the answer is 412.
  return tags.flatMap((tag) => (tag === undefined ? [] : [Number(tag)]));
}
