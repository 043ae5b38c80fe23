import type { InputProblem } from '@postern/client/problem-error';
import type { InputError } from '@postern/core/problem';
import { text } from '../../text';
import { inputText } from '../../text/input-text';

/** What is wrong with a field of an entry, in words for operators; the code is left out, because forms have words for it too. */
export function inWords({ path, code, message, suggestion }: InputError): InputProblem {
  const words = text.allowlistEditor.messageFor(path, code) ?? inputText(path, code) ?? message;
  return { path, code: '', message: words, ...(suggestion !== undefined && { suggestion }) };
}
