import { allowlistEditorWords } from './allowlist-editor-words';
import { authorityWords } from './authority-words';
import { bulkWords } from './bulk-words';
import { discoveryWords } from './discovery-words';
import { fieldLabels, fieldValues } from './field-labels';
import { formats } from './formats';
import { firstWords } from './first-words';
import { formWords } from './form-words';
import { importWords } from './import-words';
import { keysWords } from './keys-words';
import { linkWords } from './link-words';
import { networkWords } from './network-words';
import { notificationWords } from './notification-words';
import { queueWords } from './queue-words';
import { vendorWords } from './vendor-words';
import { viewsWords } from './views-words';
import { verificationWords } from './verification-words';

const { number, plural } = formats;

/** The English texts by page: British English, sentence case. The type of all other catalogues is made of this one. */
export const en = {
  ...firstWords,
  mailSettings: {
    title: 'Activities',
    breadcrumbs: ['Settings', 'Objects', 'Activities'],
    emailLogging: 'Email Logging',
    section: 'Exchange & IMAP Settings',
    lead: 'Configure the mail servers of each domain once. When users connect their personal email or calendar, these settings fill in by themselves.',
    columns: ['Domain', 'Servers', 'State', 'Actions'],
    attempt: 'Attempt by a user',
    edit: (domain: string) => `Edit ${domain}`,
    look: (domain: string) => `Show ${domain}`,
    remove: (domain: string) => `Delete ${domain}`,
    warnings: (count: number) => plural(count, { one: '# warning', other: '# warnings' }),
    shown: (count: number, hasMore: boolean) =>
      `${plural(count, { one: '# domain', other: '# domains' })} shown${hasMore ? ', more as you scroll' : ''}`,
    totals: (total: number, failing: number) =>
      `${plural(total, { one: '# domain', other: '# domains' })}, ${failing === 0 ? 'none' : number(failing)} failing`,
    noMatch: {
      title: 'Nothing matches',
      detail: 'No domain fits this search and these filters.',
      showAll: 'Show all domains',
    },
    filters: {
      search: 'Search',
      searchPlaceholder: 'Domain or server',
      kind: 'Kind',
      kinds: { '': 'All kinds', imap: 'IMAP', exchange: 'Exchange' },
      state: 'State',
      states: {
        '': 'All states',
        passed: 'Verified',
        failed: 'Failed',
        running: 'Checking',
        queued: 'Waiting',
        unverified: 'Not checked',
      },
      sort: 'Sort by',
      sorts: {
        '': 'Name',
        '-domain': 'Name, Z to A',
        state: 'Failed first',
        '-checked': 'Newest check',
        checked: 'Oldest check',
      },
      removeHint: 'Other servers published: show all domains again',
      origin: 'Origin',
      origins: { '': 'All origins', admin: 'Set up by an admin', attempt: 'Attempt by a user' },
    },
    deletion: {
      title: (domain: string) => `Delete the settings of ${domain}?`,
      detail:
        'Nothing is filled in for new connections on this domain, and it is no longer verified. Mailboxes that are already connected are not affected.',
      confirm: 'Delete settings',
      done: (domain: string) => `The settings of ${domain} are deleted.`,
      undo: 'Undo',
    },
  },
  panel: {
    newTitle: { imap: 'New IMAP settings', exchange: 'New Exchange settings' },
    replaceTitle: (domain: string) => `Replace the settings of ${domain}`,
    replaced: (domain: string, kind: 'imap' | 'exchange') =>
      `The ${kind === 'imap' ? 'IMAP' : 'Exchange'} settings of ${domain} are replaced.`,
    attemptTitle: 'A user tried to connect on this domain',
    attempt: 'The user tried the servers below. They are filled in for other users only after you save them.',
    taken: {
      title: (domain: string, kind: 'imap' | 'exchange') =>
        `${domain} already has ${kind === 'imap' ? 'IMAP' : 'Exchange'} settings`,
      sameKind: 'Each domain is set up once. Open the existing settings to change them.',
      otherKind:
        'A domain has IMAP or Exchange settings, never both. Open the existing settings: there you can replace them by the other kind.',
      open: 'Open the existing settings',
    },
    deleted: {
      title: 'Somebody deleted these settings in the meantime',
      detail: 'What you typed is still here. You can add it as new settings.',
      addAgain: 'Add them again',
    },
    stale: {
      title: 'Somebody changed these settings in the meantime',
      detail: 'Your changes are not saved. Load the current settings, or replace them with yours.',
      reload: 'Load the current settings',
      overwrite: 'Replace them with mine',
    },
  },
  connect: {
    title: 'Connect my email',
    lead: 'Enter your address. If your organisation has set up its mail servers, everything but the password is filled in.',
    purpose: 'What to connect',
    purposes: { mail: 'Email', calendar: 'Calendar' },
    emailHelp: 'Your full address, like jane@example.com.',
    accessToken: 'Access token',
    accessTokenHelp:
      'For developers: a token that the provider issued for this mailbox (OAuth). It is kept like a password and never renewed.',
    useAccessToken: 'Use an access token',
    usePassword: 'Use the password',
    result: 'Your connection',
    before: 'Each step of the connection to your mail servers is shown here.',
    changed: 'Last changed',
    verified: 'verified',
    notVerified: 'not verified yet',
    find: 'Find my servers',
  },
  allowlistEditor: allowlistEditorWords,
  queue: queueWords,
  vendor: vendorWords,
  authorities: authorityWords,
  tokens: {
    title: 'Access tokens',
    lead: 'People, scripts and firewalls sign in with tokens. Each token has one role and is shown once.',
    create: 'New token',
    newTitle: 'New access token',
    columns: ['Name', 'Role', 'Created', 'Last used', 'Expires'],
    only: (permissions: string) => `only ${permissions}`,
    from: (addresses: string) => `from ${addresses}`,
    endsSoon: 'Ends soon',
    rotate: 'Renew secret',
    rotation: {
      title: (name: string) => `Renew the secret of “${name}”?`,
      detail: 'The old secret stays valid for 24 hours, so that you can replace it where it is used.',
      confirm: 'Renew secret',
    },
    own: 'This session',
    by: (name: string) => `by ${name}`,
    revoke: 'Revoke',
    secret: {
      title: (name: string) => `The token “${name}” is ready`,
      detail: 'Copy it now. It cannot be shown again, because only its hash is stored.',
      copy: 'Copy token',
      lost: 'The connection was lost when this token was created, so it cannot be shown. Revoke it and create another one.',
    },
    revocation: {
      title: (name: string) => `Revoke “${name}”?`,
      detail: 'Everyone who uses this token is signed out at once. This cannot be undone.',
      own: 'You are signed in with this token. You will be signed out at once.',
      confirm: 'Revoke token',
    },
    form: {
      name: 'Name',
      nameHelp: 'Who or what will use it, for example “CRM sync”. The audit log shows this name.',
      role: 'Role',
      roleHelp: {
        operator: 'Operates the installation.',
        'super-admin': 'May do everything in this account, including tokens.',
        'account-access': 'May do everything in this account except manage tokens.',
        member: 'Connects a mailbox and reads the allowlist and rules.',
        network: 'Reads the allowlist and rules: for IT teams, and for firewalls that fetch the list.',
      },
      life: 'Expires',
      lives: { '30': 'In 30 days', '90': 'In 90 days', '365': 'In a year', '': 'Never' },
      limit: 'Limit this token',
      scopes: 'Permissions',
      scopesHelp: 'The token keeps only these permissions of its role. Without a choice it keeps all.',
      sources: 'Addresses it is used from',
      sourcesHelp:
        'Addresses or prefixes, one per line, like 192.0.2.0/24. Without any it works from everywhere.',
      submit: 'Create token',
    },
  },
  importExport: importWords,
  fieldLabels,
  fieldValues,
  ...bulkWords,
  ...discoveryWords,
  ...formWords,
  ...keysWords,
  ...verificationWords,
  ...viewsWords,
  ...networkWords,
  ...linkWords,
  notifications: notificationWords,
};
