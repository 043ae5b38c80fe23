import { text } from '../text';
import { inputText } from '../text/input-text';

/** A text for people in place of the API's message, which is for programmers; `undefined` keeps the API's. */
export function messageFor(path: string, code: string): string | undefined {
  const words = text.form.messages;
  if (code === 'required') return words.required;
  if (/port$/i.test(path) && ['too-large', 'too-small', 'wrong-type'].includes(code)) return words.port;
  if (code === 'domain-is-public-suffix') return words.publicSuffix;
  if (path === 'credentials.password' && code === 'too-small') return words.password;
  if (path === 'credentials.accessToken' && code === 'too-small') return words.accessToken;
  return inputText(path, code);
}
