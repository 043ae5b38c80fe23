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
      attempts: 'Attempts by users',
    },
    nextCheck: 'The next regular check is due',
    noCheck: 'No regular check is due.',
    failures: 'What fails',
    failureColumns: ['Server', 'What happened', 'Domains', 'Since'],
    certificates: 'Certificates that end soon',
    certificateColumns: ['Server', 'Time left', 'Domains'],
    domains: (count: number) => (count === 1 ? '1 domain' : `${count.toLocaleString('en')} domains`),
    changes: 'Changes since your last visit',
    latestChanges: 'Latest changes',
    noChanges: 'Nothing has changed.',
  },
};
