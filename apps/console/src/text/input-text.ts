import type { InputTexts } from './input-texts';
import { loadTranslated } from './language';

/** `null` in English, in which the API sends these texts. */
const texts: InputTexts | null = await loadTranslated({
  de: async () => (await import('./de/input-texts')).inputTexts,
  fr: async () => (await import('./fr/input-texts')).inputTexts,
});

/** What is wrong with a value, in the language of this visit; `undefined` keeps the API's message. */
export function inputText(path: string, code: string): string | undefined {
  if (texts === null) return undefined;
  const { cells, certificates, ...named } = texts;
  if (path === 'pem' && Object.hasOwn(certificates, code))
    return certificates[code as keyof typeof certificates];
  if (Object.hasOwn(named, code)) return named[code as keyof typeof named];
  if (!['wrong-type', 'not-a-choice', 'too-large', 'too-small', 'wrong-format', 'invalid'].includes(code))
    return undefined;
  if (/tls$/i.test(path)) return cells.tls;
  if (path === 'kind') return cells.kind;
  return path === 'allowNonSecureCertificate' ? cells.yesOrNo : cells.other;
}
