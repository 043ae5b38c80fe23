import { ApiProblem, because } from '../http/api-problem.js';
import type { RowErrors } from './check-rows.js';
import type { ImportOutcome } from './import-mail-settings.js';

/** The answer to a file with errors: nothing was imported. */
export function refused({ listed, count }: RowErrors): ApiProblem {
  const rest = count > listed.length ? ` The first ${listed.length} of ${count} errors are listed.` : '';
  return new ApiProblem('import-refused', { detail: `Nothing was imported.${rest}`, errors: listed });
}

/** The problem of an import that wrote nothing; null if it wrote its rows, or counted them. */
export function problemOfOutcome(ended: ImportOutcome): ApiProblem | null {
  switch (ended.outcome) {
    case 'imported':
      return null;
    case 'refused':
      return refused(ended.errors);
    case 'conflict':
      return new ApiProblem('conflict', because('domains-being-written'));
  }
}
