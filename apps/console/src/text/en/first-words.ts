import { problemReasons } from '@postern/core/problem-reasons';
import { auditActions } from './audit-actions';
import { formats } from './formats';
import { overviewWords } from './overview-words';
import { problemWords } from './problem-words';
import { tlsModes } from './tls-modes';

const { plural } = formats;

/** The English texts that the overview and the parts around every page need. The overview loads no others. */
export const firstWords = {
  formats,
  product: 'Postern',
  common: {
    cancel: 'Cancel',
    chooseFile: 'Choose a file',
    close: 'Close',
    copied: 'Copied',
    loading: 'Loading',
    more: 'Load more',
    never: 'never',
    requestId: 'Request id:',
    skipToContent: 'Skip to content',
    tryAgain: 'Try again',
  },
  nav: {
    main: 'Main navigation',
    toggle: 'Menu',
    mailbox: 'Your mailbox',
    connect: 'Connect my email',
    overview: 'Overview',
    settings: 'Settings › Objects',
    mailSettings: 'Activities',
    importExport: 'Import and export',
    network: 'Network',
    allowlist: 'IP allowlist',
    allowlistEditor: 'Allowlist editor',
    firewall: 'Firewall rules',
    links: 'Links for IT',
    account: 'Account',
    notifications: 'Notifications',
    authorities: 'Certificate authorities',
    tokens: 'Access tokens',
    audit: 'Audit log',
    installation: 'Installation',
    queue: 'Queue',
    vendor: 'Vendor’s name',
    reference: 'API reference',
    toDark: 'Switch to dark',
    toLight: 'Switch to light',
    language: 'Language',
  },
  account: {
    of: (name: string) => `Account ${name}`,
    actFor: 'Act for account',
    choose: 'Choose an account',
    lead: 'You operate this installation. Choose the account whose settings, tokens and rules you want to work on. You can switch at any time.',
    columns: ['Account', 'Data centre', 'Created'],
    noDataCenter: 'not set',
    chooseIt: 'Choose',
    empty: 'There are no accounts yet',
    emptyHelp: 'The API reference says how to create the first one.',
  },
  forbidden: {
    title: 'Your role does not allow this',
    detail: (role: string) =>
      `The role ${role} may not open this page. Ask a super admin of your account for access.`,
  },
  roles: {
    operator: 'Operator',
    'super-admin': 'Super admin',
    'account-access': 'Account access',
    member: 'Member',
    network: 'Network',
  },
  offline: {
    title: 'You are offline',
    detail: 'Nothing can be loaded or saved until the network is back. What you typed stays here.',
  },
  unsavedWork: {
    title: 'Leave without saving?',
    detail: 'What you typed on this page is not saved. If you leave, it is lost.',
    stay: 'Stay here',
    leave: 'Leave without saving',
  },
  notFound: {
    title: 'This page does not exist',
    detail: 'The address may be mistyped, or the page has moved.',
    home: 'Go to the start page',
  },
  session: {
    title: 'Sign in to Postern',
    lead: 'Set up and verify the mail servers of each domain, and get the firewall rules that they need.',
    token: 'Access token',
    tokenHelp:
      'Postern names the file that holds the first token when it starts; a super admin can create others. You stay signed in for 12 hours.',
    signIn: 'Sign in',
    signInWith: (host: string) => `Sign in with ${host}`,
    orToken: 'or with an access token',
    signedIn: 'You are signed in. You can close this window.',
    providerAway: (host: string) =>
      `${host} does not answer. Sign in with an access token, or with the link that Postern prints when it starts.`,
    signOut: 'Sign out',
    signInAgain: 'Sign in again',
    endedTitle: 'Your session has ended',
    endedDetail: 'Sign in again to continue. What you typed on this page is kept.',
    codeRefused:
      'This sign-in link has already been used or is older than 15 minutes. Sign in with an access token, or restart Postern to get a new link.',
  },
  kinds: { imap: 'IMAP', exchange: 'Exchange' },
  tls: tlsModes,
  states: {
    unverified: 'Not checked',
    queued: 'Waiting',
    running: 'Checking',
    passed: 'Verified',
    failed: 'Failed',
    superseded: 'Superseded',
    skipped: 'Not reached',
  },
  findings: {
    error: 'Needs a change',
    warning: 'Please note',
    info: 'Good to know',
    sample: {
      title: 'These addresses are a sample: do not open your firewall to them',
      detail:
        'They are from a public help page of another vendor. The operator of this installation has not published its own addresses yet.',
    },
  },
  endpoints: { imap: 'Incoming (IMAP)', smtp: 'Outgoing (SMTP)', exchange: 'Exchange' },
  daysLeft: (days: number) => {
    if (days < 0) return 'expired';
    return days === 0 ? 'less than a day left' : plural(days, { one: '# day left', other: '# days left' });
  },
  noDomains: {
    title: 'No domains yet',
    detail:
      'Add the first one. Its servers are verified at once, without any password. Domains that users tried to connect appear here too.',
  },
  audit: {
    title: 'Audit log',
    lead: 'Who changed what and when, with old and new values. Newest first.',
    search: 'Search',
    searchPlaceholder: 'Domain or token',
    action: 'Action',
    empty: 'There are no changes',
    by: (name: string) => `by ${name}`,
    changes: (count: number) => plural(count, { one: '# field', other: '# fields' }),
    actions: auditActions,
    allActions: 'All actions',
  },
  problems: problemWords,
  problemReasons,
  tryAgainIn: (seconds: number) =>
    plural(seconds, { one: 'Try again in # second.', other: 'Try again in # seconds.' }),
  ...overviewWords,
};
