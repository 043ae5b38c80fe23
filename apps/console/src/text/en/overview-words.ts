import { formats } from './formats';

const { number, plural } = formats;

/** Texts of the overview. */
export const overviewWords = {
  overview: {
    title: 'Overview',
    lead: 'How the mail servers of your domains are doing, and what needs you.',
    toList: 'Go to Activities',
    tiles: {
      total: 'Domains',
      passed: 'Verified',
      failed: 'Failing',
      running: 'Being checked',
      unverified: 'Not checked',
      hints: 'Other servers published',
      attempts: 'Attempts by users',
    },
    nextCheck: 'The next regular check is due',
    noCheck: 'No regular check is due.',
    failures: 'What fails',
    failureColumns: ['Server', 'What happened', 'Domains', 'Since'],
    more: (count: number) => `And ${number(count)} more.`,
    toFailing: 'Show all failing domains',
    certificates: 'Certificates that end soon',
    certificateColumns: ['Server', 'Time left', 'Domains'],
    ending: 'Access that ends soon',
    endingColumns: ['What', 'Name', 'Ends'],
    endingKinds: { 'certificate-authority': 'Certificate authority', token: 'Token' },
    domains: (count: number) => plural(count, { one: '# domain', other: '# domains' }),
    servers: 'Servers',
    serversHelp: 'What the regular checks of the last 30 days found. A higher bar is a slower answer.',
    serversLimit: 'At most 50 servers are listed: those that fail, then those that most domains use.',
    serverColumns: ['Server', '30 days', 'Answers in', 'Used by', 'Next check'],
    noDays: 'No regular check yet',
    strip: (days: number, failed: number) =>
      `Checked on ${plural(days, { one: '# day', other: '# days' })}, ${failed === 0 ? 'without a failure' : `with a failure on ${number(failed)}`}`,
    day: (
      day: string,
      { checks, failures, meanMs }: { checks: number; failures: number; meanMs: number | null },
    ) =>
      `${formats.day(day)}: ${plural(checks, { one: '# check', other: '# checks' })}, ${number(failures)} failed${meanMs === null ? '' : `, ${formats.milliseconds(meanMs)}`}`,
    changes: 'Changes since your last visit',
    latestChanges: 'Latest changes',
    noChanges: 'Nothing has changed.',
    allowlist: (revision: number) => `Revision ${number(revision)} of the IP allowlist`,
  },
};
