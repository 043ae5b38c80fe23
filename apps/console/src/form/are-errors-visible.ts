import type { ProblemDocument } from '@postern/client/problem-error';
import type { FieldPath } from './field-path';
import type { Fields } from './use-fields';

/** Whether every error of a problem is shown beside a visible field, so that no alert is needed. */
export function areErrorsVisible(problem: ProblemDocument, fields: Fields): boolean {
  const isShown = (path: string) =>
    document.getElementById(fields.idOf(path.replace(/^settings\./, '') as FieldPath)) !== null;
  return problem.errors.length > 0 && problem.errors.every(({ path }) => isShown(path));
}
