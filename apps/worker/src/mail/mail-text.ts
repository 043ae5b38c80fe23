import { hostAndPort } from '@postern/core/host-literal';
import type { MailGroup } from '@postern/database/notification-settings';

/** Every text of Postern's mails. Values of a payload are inserted as they are: `renderMail` makes them harmless. */
export const mailText = {
  confirmation: {
    subject: 'Confirm that you want mails from Postern',
    intro: (account: string) =>
      `Somebody who works with Postern in the account “${account}” wants your address to receive mails: when a mail server fails, when a certificate ends, when addresses for a firewall change.`,
    button: 'Confirm',
    outro: 'The link works for seven days. If you do not want mails, do nothing: no other mail is sent.',
  },
  more: (count: number) => `and ${count} more`,
  others: (count: number) => (count === 1 ? 'and one more change' : `and ${count} more changes`),
  title: (changes: number) => `${changes} changes`,
  leftOut: (count: number) => (count === 1 ? 'One more change' : `${count} more changes`),
  openOverview: 'Show the overview',
  /** The link of settings that are no longer there, and of changes that have no other page. */
  openAudit: 'Show the audit log',
  /** The link that each change has. */
  open: {
    'domain.failed': 'Show what fails and repair it',
    'domain.recovered': 'Show the settings of what works again',
    'certificate.expiring': 'Show the domains',
    'certificate.changed': 'Compare and accept the certificate',
    'settings.changed': 'Show the settings',
    'attempt.seen': 'Show the attempts',
    'allowlist.revised': 'Show the allowlist',
    'webhook.switched-off': 'Show the webhooks',
  },
  footer: (account: string) => `Postern sent this mail to the recipients of the account “${account}”.`,
  unsubscribe: 'Receive no more mails',
} as const;

/** What a mail says about one change: a headline, and what to know or do. */
export type ChangeText = { readonly headline: string; readonly lines: readonly string[] };

/** The texts of one change. What a payload lacks is left out. */
export function describeChange(group: MailGroup): ChangeText {
  const { type, payload } = group;
  const has = (name: string): string => {
    const value = payload[name];
    return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  };
  const what = subjectOf(group);
  switch (type) {
    case 'domain.failed':
      return {
        headline: `${what}: ${has('title')}`,
        lines: [onServer(has('server')), has('advice'), fieldLine(has('field'))],
      };
    case 'domain.recovered':
      return {
        headline: group.domainCount === 1 ? `${what} works again` : `${what} work again`,
        lines: [onServer(has('server')), downtimeLine(Number(has('downtimeSeconds')))],
      };
    case 'certificate.expiring':
      return {
        headline: `The certificate of ${hostAndPort({ host: has('host'), port: Number(has('port')) })} ends ${inDays(Number(has('daysLeft')))}`,
        lines: ['Renew it on the server. Verifications fail when it has ended.'],
      };
    case 'certificate.changed':
      return {
        headline: `${what}: the server has another certificate than the one that was accepted`,
        lines: [
          onServer(has('server')),
          'Ask whoever runs the server whether it was renewed. If so, accept the new one in the settings.',
          `SHA-256 of the new one: ${has('servedSha256')}`,
        ],
      };
    case 'settings.changed':
      return settingsText(what, has);
    case 'attempt.seen':
      return {
        headline: `A user tried to connect a mailbox: ${what}`,
        lines: ['There are no settings yet. Save them, or leave the attempt alone.'],
      };
    case 'allowlist.revised':
      return {
        headline: `Revision ${has('revision')} of the allowlist: ${listChanges(has)}`,
        lines: ['Firewalls that use the list need the new rules.'],
      };
    case 'webhook.switched-off':
      return {
        headline: `A webhook was switched off: ${has('origin')}`,
        lines: [
          has('reason') === 'gone'
            ? 'Its receiver answered that it wants no more events (status 410).'
            : 'Every attempt of five days failed.',
          [has('description'), has('createdBy') && `made by ${has('createdBy')}`].filter(Boolean).join(', '),
          'Repair the receiver, then switch the webhook on.',
        ],
      };
  }
}

function settingsText(what: string, has: (name: string) => string): ChangeText {
  const by = has('actor') === '' ? '' : `By ${has('actor')}.`;
  if (has('change') === 'imported')
    return {
      headline: `An import created ${domainCount(has('created'))} and updated ${has('updated')}`,
      lines: [by],
    };
  return { headline: `Settings ${has('change')}: ${what}`, lines: [by] };
}

/** What changed in the list; on the day of an announced address only its state does. */
function listChanges(has: (name: string) => string): string {
  const counts = [
    [has('added'), 'added'],
    [has('removed'), 'removed'],
    [has('stateChanges'), 'with a new state'],
  ].filter(([count]) => Number(count) > 0);
  return counts.map((part) => part.join(' ')).join(', ');
}

function domainCount(count: string): string {
  return count === '1' ? '1 domain' : `${count} domains`;
}

function subjectOf({ domains, domainCount }: MailGroup): string {
  return domainCount === 1 ? domains[0]! : `${domainCount} domains`;
}

function onServer(server: string): string {
  return server === '' ? '' : `Server: ${server}`;
}

function fieldLine(field: string): string {
  return field === '' ? '' : `Field to change: ${field}`;
}

function inDays(days: number): string {
  if (days < 1) return 'in less than a day';
  return days === 1 ? 'in one day' : `in ${days} days`;
}

function downtimeLine(seconds: number): string {
  const minutes = Math.round(seconds / 60);
  if (minutes < 1) return 'It failed for less than a minute.';
  if (minutes < 120) return `It failed for ${minutes} minutes.`;
  return `It failed for ${Math.round(minutes / 60)} hours.`;
}
