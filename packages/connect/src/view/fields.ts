import type { Words } from '../text/en.js';
import {
  emptyValues,
  textPaths,
  tlsModeOfPort,
  type FieldPath,
  type TextPath,
  type Values,
} from '../values.js';
import { Field } from './field.js';

/** Every field of the form, by its path. */
export type Fields = {
  readonly of: (path: FieldPath) => Field;
  values(): Values;
  /** Sets some fields and leaves the others. */
  fill(some: Partial<Values>): void;
};

const plain = { autocomplete: 'off', autocapitalize: 'off', spellcheck: 'false' };

/** What the inputs of some fields have besides their name. */
const attributesOf: Readonly<Partial<Record<FieldPath, Readonly<Record<string, string>>>>> = {
  'imap.port': { inputmode: 'numeric', maxlength: '5' },
  'smtp.port': { inputmode: 'numeric', maxlength: '5' },
  'exchange.url': { inputmode: 'url' },
  'credentials.username': { maxlength: '320' },
  'credentials.password': { type: 'password', maxlength: '1000', 'aria-required': 'true' },
};

/** Makes the fields. A well-known port sets the mode of TLS of its server; another port leaves it. */
export function makeFields(words: Words): Fields {
  const help: Partial<Record<FieldPath, string>> = {
    'credentials.username': words.usernameHelp,
    'credentials.password': words.passwordHelp,
  };
  const fields = new Map<FieldPath, Field>();
  for (const path of textPaths) {
    const attributes = { ...plain, ...attributesOf[path] };
    const choices = path.endsWith('.tls') ? { choices: words.tls, attributes: {} } : { attributes };
    const described = help[path] === undefined ? {} : { help: help[path] };
    fields.set(path, new Field({ path, label: words.fields[path], ...described, ...choices }));
  }
  const check = 'allowNonSecureCertificate';
  fields.set(check, new Field({ path: check, label: words.fields[check], attributes: { type: 'checkbox' } }));
  const of = (path: FieldPath): Field => fields.get(path)!;
  for (const server of ['imap', 'smtp'] as const)
    of(`${server}.port`).onInput(() => {
      const mode = tlsModeOfPort[of(`${server}.port`).value];
      if (mode !== undefined) of(`${server}.tls`).value = mode;
    });
  const fill = (some: Partial<Values>): void => {
    for (const path of textPaths) if (some[path] !== undefined) of(path).value = some[path];
    if (some[check] !== undefined) of(check).isChecked = some[check];
  };
  fill(emptyValues);
  const values = (): Values => ({
    ...(Object.fromEntries(textPaths.map((path) => [path, of(path).value])) as Record<TextPath, string>),
    [check]: of(check).isChecked,
  });
  return { of, values, fill };
}
