import type { InputProblem } from '@postern/client/problem-error';
import { defaultTlsMode } from '@postern/core/tls-mode';
import { useCallback, useId, useState } from 'react';
import { emptyValues, isFieldPath, type FieldPath, type FormValues, type TextPath } from './field-path';
import { useUnsavedWork } from '../unsaved-work/unsaved-work';

/**
 * The state of a form with settings: its values, its errors by field, and functions to change and focus fields.
 * A well-known port sets the TLS mode; another port leaves it. While the form has unsaved input, leaving it asks first.
 */
export function useFields(initial: FormValues) {
  const formId = useId();
  const [values, setValues] = useState(initial);
  // The values that are stored or were filled in; a value that differs from them was typed.
  const [untouched, setUntouched] = useState(initial);
  const [errors, setErrors] = useState<readonly InputProblem[]>([]);
  const idOf = (path: FieldPath) => `${formId}-${path}`;

  const change = (path: FieldPath, value: string | boolean) => {
    setValues((before) => ({ ...before, ...following(path, value), [path]: value }));
    // The confirmation of a public suffix answers an error of the domain.
    const answered = path === 'confirmPublicSuffix' ? 'domain' : path;
    setErrors((before) => before.filter((error) => error.path !== answered));
  };
  const focus = (path: FieldPath) => {
    const field = document.getElementById(idOf(path));
    field?.focus();
    if (field instanceof HTMLInputElement && field.type !== 'checkbox') field.select();
    field?.scrollIntoView({ block: 'center', behavior: 'instant' });
  };
  const fill = useCallback((some: Partial<FormValues>) => {
    setValues((before) => ({ ...before, ...some }));
    setUntouched((before) => ({ ...before, ...some }));
  }, []);
  const isTyped = (path: FieldPath) => values[path] !== untouched[path];
  const isDirty = paths.some(isTyped);
  useUnsavedWork(isDirty);
  return {
    values,
    errors,
    isDirty,
    /** Whether the value of a field is neither stored nor filled in. */
    isTyped,
    idOf,
    change,
    focus,
    /** Sets some fields and leaves the others; the same function on every render. */
    fill,
    reset: (to: FormValues) => {
      setValues(to);
      setUntouched(to);
      setErrors([]);
    },
    /** Shows what was stored of `submitted`; a field that was typed in since then keeps its value. */
    settle: (submitted: FormValues, stored: FormValues) => {
      setValues((now) => {
        const typed = paths.filter((path) => now[path] !== submitted[path]);
        return { ...stored, ...Object.fromEntries(typed.map((path) => [path, now[path]])) };
      });
      setUntouched(stored);
    },
    /** Shows errors beside their fields and focuses the first of them. */
    showErrors: (problems: readonly InputProblem[]) => {
      setErrors(problems);
      const first = problems.find(({ path }) => isFieldPath(path));
      if (first) focus(first.path as FieldPath);
    },
    errorOf: (path: FieldPath) => errors.find((error) => error.path === path),
  };
}
const paths = Object.keys(emptyValues) as FieldPath[];

export type Fields = ReturnType<typeof useFields>;

/** The values that follow another one: a TLS mode its port, and a confirmation the domain that it is for. */
function following(path: FieldPath, value: string | boolean): Partial<FormValues> {
  if (path === 'domain') return { confirmPublicSuffix: false };
  if (path !== 'imap.port' && path !== 'smtp.port') return {};
  const mode = defaultTlsMode(Number(value));
  const modePath: TextPath = path === 'imap.port' ? 'imap.tls' : 'smtp.tls';
  return mode === undefined ? {} : { [modePath]: mode };
}
