import { formWords } from './form-words';
import { tlsModes } from './tls-modes';

const { form } = formWords;

/** The labels of fields by their path in the API, in forms, import errors and the audit log. */
export const fieldLabels = {
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

/** The names of stored values that are not shown as they are. */
export const fieldValues = {
  true: 'yes',
  false: 'no',
  ...tlsModes,
  imap: 'IMAP',
  exchange: 'Exchange',
  admin: 'Set up by an admin',
  attempt: 'Attempt by a user',
};
