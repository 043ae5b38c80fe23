/** Texts of the overview; part of the catalogue in `text.ts`. */
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
    certificates: 'Certificates that end soon',
    certificateColumns: ['Server', 'Time left', 'Domains'],
    domains: (count: number) => (count === 1 ? '1 domain' : `${count.toLocaleString('en')} domains`),
    servers: 'Servers',
    serversHelp: 'What the regular checks of the last 30 days found. A higher bar is a slower answer.',
    serverColumns: ['Server', '30 days', 'Answers in', 'Used by', 'Next check'],
    noDays: 'No regular check yet',
    strip: (days: number, failed: number) =>
      `Checked on ${days === 1 ? '1 day' : `${days} days`}, ${failed === 0 ? 'without a failure' : `with a failure on ${failed}`}`,
    day: (
      day: string,
      { checks, failures, meanMs }: { checks: number; failures: number; meanMs: number | null },
    ) =>
      `${day}: ${checks === 1 ? '1 check' : `${checks} checks`}, ${failures} failed${meanMs === null ? '' : `, ${meanMs.toLocaleString('en')} ms`}`,
    milliseconds: (ms: number | null) => (ms === null ? '–' : `${ms.toLocaleString('en')} ms`),
    changes: 'Changes since your last visit',
    latestChanges: 'Latest changes',
    noChanges: 'Nothing has changed.',
  },
};
