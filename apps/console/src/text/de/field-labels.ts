import { formWords } from './form-words';
import { tlsModes } from './tls-modes';

const { form } = formWords;

/** The labels of fields by their path in the API, in forms, import errors and the audit log. */
export const fieldLabels = {
  accountId: 'Konto',
  allowNonSecureCertificate: form.allow,
  confirmPublicSuffix: form.hasMailboxes,
  dataCenter: 'Rechenzentrum',
  displayDomain: 'Domain, wie angezeigt',
  domain: form.domain,
  endpoint: 'Server',
  'exchange.url': form.exchange.label,
  expiresAt: 'Läuft ab',
  'imap.host': form.imap.host,
  'imap.port': form.imap.port,
  'imap.tls': form.imap.tls,
  kind: 'Art',
  name: 'Name',
  origin: 'Herkunft',
  role: 'Rolle',
  sha256: 'Fingerabdruck (SHA-256)',
  'smtp.host': form.smtp.host,
  'smtp.port': form.smtp.port,
  'smtp.tls': form.smtp.tls,
};

/** The names of stored values that are not shown as they are. */
export const fieldValues = {
  true: 'ja',
  false: 'nein',
  ...tlsModes,
  imap: 'IMAP',
  exchange: 'Exchange',
  admin: 'Von einem Admin eingerichtet',
  attempt: 'Versuch eines Benutzers',
};
