import type { ProblemDocument } from '@postern/client/problem-error';
import { text } from '../first-text';

type Words = { readonly title: string; readonly action: string };

/** The title of a problem and what to do about it, in words for people; a code without words keeps the API's own. */
export function describeProblem({ code, title, detail, retryAfterSeconds }: ProblemDocument): Words {
  const words = (text.problems as Readonly<Partial<Record<string, Words>>>)[code];
  // This detail names the case in words for people, e.g. that no certificate was seen yet.
  if (words === undefined || code === 'cannot-act-on-it')
    return { title: words?.title ?? title, action: detail };
  if (code === 'too-many-requests' && retryAfterSeconds !== null)
    return { ...words, action: text.tryAgainIn(retryAfterSeconds) };
  return words;
}
