import { formWords } from './form-words';
import { tlsModes } from './tls-modes';

const { form } = formWords;

/** The labels of fields by their path in the API, in forms, import errors and the audit log. */
const fieldLabels: Readonly<Record<string, string>> = {
  accountId: 'Account',
  allowNonSecureCertificate: form.allow,
  confirmPublicSuffix: form.hasMailboxes,
  dataCenter: 'Data centre',
  displayDomain: 'Domain as shown',
  domain: form.domain,
  endpoint: 'Server',
  'exchange.url': form.exchange.label,
  expiresAt: 'Expires',
  'imap.host': form.imap.host,
  'imap.port': form.imap.port,
  'imap.tls': form.imap.tls,
  kind: 'Kind',
  name: 'Name',
  origin: 'Origin',
  role: 'Role',
  sha256: 'Fingerprint (SHA-256)',
  'smtp.host': form.smtp.host,
  'smtp.port': form.smtp.port,
  'smtp.tls': form.smtp.tls,
};

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
  return fieldLabels[path] ?? words.charAt(0).toUpperCase() + words.slice(1);
}

const values: Readonly<Record<string, string>> = {
  true: 'yes',
  false: 'no',
  ...tlsModes,
  imap: 'IMAP',
  exchange: 'Exchange',
  admin: 'Set up by an admin',
  attempt: 'Attempt by a user',
};

/** A stored value as people read it; a value without a name of its own is shown as it is. */
export function fieldValue(path: string, value: string): string {
  const isNamed = /(?:^kind|^origin|\.tls|^allowNonSecureCertificate)$/.test(path);
  return isNamed ? (values[value] ?? value) : value;
}
