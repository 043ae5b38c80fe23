import type { AuditAction } from '@postern/core/audit-event';

/** The name of each kind of change in the audit log; the compiler finds a kind without a name. */
const names: Readonly<Record<AuditAction, string>> = {
  'mail-settings.created': 'Settings created',
  'mail-settings.updated': 'Settings updated',
  'mail-settings.deleted': 'Settings deleted',
  'bulk-change.started': 'Change of many domains',
  'certificate.trusted': 'Certificate trusted',
  'discovery.started': 'Search for servers',
  'hint.dismissed': 'Other servers dismissed',
  'token.created': 'Token created',
  'token.rotated': 'Secret of a token renewed',
  'token.revoked': 'Token revoked',
  'verification.put-back': 'Verification put back',
  'verification.cancelled': 'Verification cancelled',
  'account.created': 'Account created',
  'account.updated': 'Account updated',
  'link.created': 'Link for IT created',
  'link.applied': 'Rules applied by IT',
  'link.revoked': 'Link for IT revoked',
  'webhook.created': 'Webhook created',
  'webhook.updated': 'Webhook updated',
  'webhook.deleted': 'Webhook deleted',
  'webhook.secret-rotated': 'Secret of a webhook renewed',
  'webhook.tested': 'Webhook tested',
  'webhook.redelivered': 'Delivery sent again',
  'notification-settings.updated': 'Mail notifications changed',
  'mail-recipient.confirmed': 'Mails confirmed by their recipient',
  'mail-recipient.removed': 'Mails stopped by their recipient',
};

/** The names by kind; a kind that an older or newer api has written may have none. */
export const auditActions: Readonly<Record<string, string>> = names;
