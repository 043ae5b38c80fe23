import type { ProblemDocument } from '@postern/client/problem-error';
import type { FieldPath } from './field-path';
import type { Fields } from './use-fields';

/** Whether a problem is wholly told beside the fields, so that nothing more needs to be said. */
export function isToldByFields(problem: ProblemDocument, fields: Fields): boolean {
  const isShown = (path: string) =>
    document.getElementById(fields.idOf(path.replace(/^settings\./, '') as FieldPath)) !== null;
  return problem.errors.length > 0 && problem.errors.every(({ path }) => isShown(path));
}
