import type { Hosting } from '../hosting.js';
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
  /** Whether a field has what was neither filled in nor sent. */
  hasUnsentInput(): boolean;
  /** Takes the values as they are for sent. */
  settle(): void;
  /** Sets some fields and leaves the others. */
  fill(some: Partial<Values>): void;
};

const plain = { autocomplete: 'off', autocapitalize: 'off', spellcheck: 'false' };

const secret = { type: 'password', 'aria-required': 'true' };

/** What the inputs of some fields have besides their name. */
const attributesOf: Readonly<Partial<Record<FieldPath, Readonly<Record<string, string>>>>> = {
  email: { type: 'email', autocomplete: 'email', maxlength: '320', placeholder: 'jane@example.com' },
  'imap.port': { inputmode: 'numeric', maxlength: '5' },
  'smtp.port': { inputmode: 'numeric', maxlength: '5' },
  'exchange.url': { inputmode: 'url' },
  'credentials.username': { maxlength: '320' },
  'credentials.password': { ...secret, maxlength: '1000' },
  'credentials.accessToken': secret,
};

/** Makes the fields; `hosted` are the texts of those that only Postern's own page shows. A well-known port sets the mode of TLS of its server; another port leaves it. */
export function makeFields(words: Words, hosted: Hosting['words'] | null): Fields {
  const labels: Readonly<Record<string, string>> = {
    ...words.fields,
    email: words.email,
    'credentials.accessToken': hosted?.accessToken ?? '',
  };
  const help: Partial<Record<FieldPath, string>> = {
    email: hosted?.emailHelp ?? '',
    'credentials.accessToken': hosted?.accessTokenHelp ?? '',
    'credentials.username': words.usernameHelp,
    'credentials.password': words.passwordHelp,
  };
  const fields = new Map<FieldPath, Field>();
  for (const path of textPaths) {
    const attributes = { ...plain, ...attributesOf[path] };
    const choices = path.endsWith('.tls') ? { choices: words.tls, attributes: {} } : { attributes };
    const described = help[path] === undefined ? {} : { help: help[path] };
    fields.set(path, new Field({ path, label: labels[path]!, ...described, ...choices }));
  }
  const check = 'allowNonSecureCertificate';
  fields.set(check, new Field({ path: check, label: words.fields[check], attributes: { type: 'checkbox' } }));
  const of = (path: FieldPath): Field => fields.get(path)!;
  for (const server of ['imap', 'smtp'] as const)
    of(`${server}.port`).onInput(() => {
      const mode = tlsModeOfPort[of(`${server}.port`).value];
      if (mode !== undefined) of(`${server}.tls`).value = mode;
    });
  let untouched = emptyValues;
  const fill = (some: Partial<Values>): void => {
    for (const path of textPaths) if (some[path] !== undefined) of(path).value = some[path];
    if (some[check] !== undefined) of(check).isChecked = some[check];
    untouched = { ...untouched, ...some };
  };
  fill(emptyValues);
  const values = (): Values => ({
    ...(Object.fromEntries(textPaths.map((path) => [path, of(path).value])) as Record<TextPath, string>),
    [check]: of(check).isChecked,
  });
  const hasUnsentInput = (): boolean => {
    const now = values();
    return [...textPaths, check].some((path) => now[path as FieldPath] !== untouched[path as FieldPath]);
  };
  return { of, values, fill, hasUnsentInput, settle: () => (untouched = values()) };
}
