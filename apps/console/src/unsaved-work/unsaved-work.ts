import { useEffect, useId, useSyncExternalStore } from 'react';

/** Loads the dialog's code. It is called as soon as a form has unsaved input, so that the dialog also opens without a network. */
export const loadLeaveDialog = () => import('./LeaveDialog');

type Question = { readonly answer: Promise<boolean>; readonly reply: (mayLeave: boolean) => void };

/** The ids of the forms on the page that hold unsaved input. */
const forms = new Set<string>();
const listeners = new Set<() => void>();
let question: Question | null = null;

/** Registers the calling form as one with unsaved input while `isDirty` is true. */
export function useUnsavedWork(isDirty: boolean): void {
  const id = useId();
  useEffect(() => {
    if (!isDirty) return;
    forms.add(id);
    void loadLeaveDialog();
    return () => void forms.delete(id);
  }, [id, isDirty]);
}

export function hasUnsavedWork(): boolean {
  return forms.size > 0;
}

/** Gives up all unsaved input, after the person has agreed, so that the browser does not ask again. */
export function forgetUnsavedWork(): void {
  forms.clear();
}

/** Whether the page may be left: at once without unsaved work, otherwise as the person answers. */
export function mayLeave(): Promise<boolean> {
  if (!hasUnsavedWork()) return Promise.resolve(true);
  if (question === null) {
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const reply = (isAllowed: boolean) => {
      question = null;
      listeners.forEach((notify) => notify());
      resolve(isAllowed);
    };
    question = { answer: promise, reply };
    listeners.forEach((notify) => notify());
  }
  return question.answer;
}

/** The question that waits for an answer; `null` if there is none. */
export function useLeaveQuestion(): Question | null {
  return useSyncExternalStore(subscribe, () => question);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}
