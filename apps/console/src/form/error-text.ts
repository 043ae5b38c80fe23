import type { InputProblem } from '@postern/client/problem-error';
import { messageFor } from './message-for';

/** What is wrong with a value, in words for people; `undefined` if nothing is. */
export function errorText(error: InputProblem | undefined): string | undefined {
  return error && (messageFor(error.path, error.code) ?? error.message);
}
