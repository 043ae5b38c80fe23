import type { ProblemDocument } from '@postern/client/problem-error';
import type { ProblemReasons } from '@postern/core/problem-reasons';
import { text } from '../first-text';

type Words = { readonly title: string; readonly action: string };

/** The title of a problem and what to do about it, in words for people; a code without words keeps the API's own. */
export function describeProblem({ code, title, detail, reason, retryAfterSeconds }: ProblemDocument): Words {
  const words = (text.problems as Readonly<Partial<Record<string, Words>>>)[code];
  if (reason !== null)
    return { title: text.problems['cannot-act-on-it'].title, action: reasonText(reason) ?? detail };
  if (words === undefined || code === 'cannot-act-on-it')
    return { title: words?.title ?? title, action: detail };
  if (code === 'too-many-requests' && retryAfterSeconds !== null)
    return { ...words, action: text.tryAgainIn(retryAfterSeconds) };
  return words;
}

/** The case of a problem in words for people; `undefined` if it is a newer one. */
function reasonText({ code, ...values }: NonNullable<ProblemDocument['reason']>): string | undefined {
  const reasons: ProblemReasons = text.problemReasons;
  return Object.hasOwn(reasons, code) ? reasons[code as keyof ProblemReasons](values as never) : undefined;
}
