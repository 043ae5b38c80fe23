import { text } from '../text';
import { nameOf } from './name-of';

/** The path of the field in a column of an import, e.g. `imap.host` for `imapHost`. */
export function pathOfColumn(column: string): string {
  return column.replace(
    /^(imap|smtp|exchange)([A-Z])/,
    (_, server: string, first: string) => `${server}.${first.toLowerCase()}`,
  );
}

/** The label of a field; a path without a label is split into words, e.g. `createdBy` into "Created by". */
export function fieldLabel(path: string): string {
  const words = path
    .replaceAll('.', ' ')
    .replace(/([A-Z])/g, ' $1')
    .toLowerCase();
  return (
    (text.fieldLabels as Readonly<Partial<Record<string, string>>>)[path] ??
    words.charAt(0).toUpperCase() + words.slice(1)
  );
}

/** A stored value as people read it; a value without a name of its own is shown as it is. */
export function fieldValue(path: string, value: string): string {
  const isNamed = /(?:^kind|^origin|\.tls|^allowNonSecureCertificate)$/.test(path);
  return isNamed ? nameOf(text.fieldValues, value) : value;
}
