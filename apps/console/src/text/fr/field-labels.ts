import { formWords } from './form-words';
import { tlsModes } from './tls-modes';

const { form } = formWords;

/** The labels of fields by their path in the API, in forms, import errors and the audit log. */
export const fieldLabels = {
  accountId: 'Compte',
  allowNonSecureCertificate: form.allow,
  confirmPublicSuffix: form.hasMailboxes,
  dataCenter: 'Centre de données',
  displayDomain: 'Domaine tel qu’affiché',
  domain: form.domain,
  endpoint: 'Serveur',
  'exchange.url': form.exchange.label,
  expiresAt: 'Expire le',
  'imap.host': form.imap.host,
  'imap.port': form.imap.port,
  'imap.tls': form.imap.tls,
  kind: 'Type',
  name: 'Nom',
  origin: 'Origine',
  role: 'Rôle',
  sha256: 'Empreinte (SHA-256)',
  'smtp.host': form.smtp.host,
  'smtp.port': form.smtp.port,
  'smtp.tls': form.smtp.tls,
};

/** The names of stored values that are not shown as they are. */
export const fieldValues = {
  true: 'oui',
  false: 'non',
  ...tlsModes,
  imap: 'IMAP',
  exchange: 'Exchange',
  admin: 'Configuré par un administrateur',
  attempt: 'Tentative d’un utilisateur',
};
