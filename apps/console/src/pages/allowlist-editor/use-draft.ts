import { useState } from 'react';
import { useUnsavedWork } from '../../unsaved-work/unsaved-work';
import type { Draft } from './draft';

/** A change of the draft, in words, with the draft before it. */
type Step = { readonly words: string; readonly before: Draft };

/** The draft with every step back to its beginning. While it has changes, leaving the page asks first. */
export function useDraft(initial: Draft) {
  const [draft, setDraft] = useState(initial);
  const [steps, setSteps] = useState<readonly Step[]>([]);
  const last = steps.at(-1) ?? null;
  useUnsavedWork(steps.length > 0);
  return {
    draft,
    /** What the last change was; null before the first one. */
    lastChange: last?.words ?? null,
    change: (next: Draft, words: string) => {
      setSteps([...steps, { words, before: draft }]);
      setDraft(next);
    },
    undo: () => {
      if (last === null) return;
      setDraft(last.before);
      setSteps(steps.slice(0, -1));
    },
    /** Begins anew with another draft. */
    reset: (to: Draft) => {
      setDraft(to);
      setSteps([]);
    },
  };
}
