import type { AccountServer } from '@postern/core/account-server';
import { describeFailure } from '@postern/core/failures/describe-failure';
import type { FailureCode } from '@postern/core/failures/failure-catalogue';
import type { Summary } from '@postern/core/summary';
import type { View } from './view.js';

const dayMs = 86_400_000;
const ago = (days: number) => new Date(Date.now() - days * dayMs).toISOString();
const hostOf = (place: number) => `imap${place}.a-long-name.of-a-department.example.com`;

const empty: Summary = {
  domains: {
    total: 0,
    byState: { unverified: 0, queued: 0, running: 0, passed: 0, failed: 0 },
    byKind: { imap: 0, exchange: 0 },
  },
  attention: [],
  certificates: [],
  more: { failures: 0, certificates: 0 },
  ending: [],
  attempts: 0,
  nextCheckAt: null,
  allowlist: { revision: 12, publishedAt: ago(3), isSample: false },
  changes: [],
};

const healthy: Summary = {
  ...empty,
  domains: {
    total: 12,
    byState: { unverified: 0, queued: 0, running: 0, passed: 12, failed: 0 },
    byKind: { imap: 10, exchange: 2 },
  },
  nextCheckAt: ago(-0.1),
};

const codes: readonly FailureCode[] = ['connect-refused', 'cert-expired', 'auth-rejected', 'connect-timeout'];

/** What an account of 10,000 domains shows when much of it fails: as many rows as the API returns. */
const many: Summary = {
  domains: {
    total: 10_000,
    byState: { unverified: 120, queued: 310, running: 14, passed: 8345, failed: 1211 },
    byKind: { imap: 9000, exchange: 1000 },
  },
  attention: [
    ...Array.from({ length: 50 }, (_, place) => {
      const server = { endpoint: 'imap', host: hostOf(place), port: 993, tls: 'implicit' } as const;
      const { endpoint, code, title, values } = describeFailure(
        codes[place % codes.length]!,
        'connect',
        server,
      );
      return {
        kind: 'failure' as const,
        server: `${server.host}:993`,
        endpoint,
        code,
        title,
        ...(values !== undefined && { values }),
        count: 400 - place * 7,
        since: ago(place / 3),
      };
    }),
    { kind: 'hints', count: 17, since: ago(2) },
  ],
  certificates: Array.from({ length: 50 }, (_, place) => ({
    server: `${hostOf(place)}:993`,
    daysLeft: Math.floor(place / 2),
    domains: 1 + place * 31,
  })),
  more: { failures: 1161, certificates: 1 },
  ending: [
    { kind: 'certificate-authority', name: 'Office root 2026', endsAt: ago(-9), daysLeft: 9 },
    {
      kind: 'token',
      name: 'A token with a name that is as long as the form allows',
      endsAt: ago(2),
      daysLeft: -2,
    },
  ],
  attempts: 42,
  nextCheckAt: ago(-0.01),
  allowlist: { revision: 1204, publishedAt: ago(0.2), isSample: false },
  changes: Array.from({ length: 20 }, (_, place) => ({
    id: `0199aa00-0000-7000-8000-0000000000${place + 10}`,
    at: ago(place / 10),
    actor: 'Jane Example <jane@a-long-name.of-a-department.example.com>',
    action: place % 3 === 0 ? 'mail-settings.deleted' : 'mail-settings.updated',
    subject: `d${place}.a-long-name.of-a-department.example.com`,
  })),
};

const servers = (count: number, isBad: (place: number) => boolean): AccountServer[] =>
  Array.from({ length: count }, (_, place) => ({
    endpoint: place % 2 === 0 ? 'imap' : 'smtp',
    host: hostOf(place),
    port: place % 2 === 0 ? 993 : 465,
    domains: 10_000 - place * 150,
    isFailing: isBad(place),
    nextCheckAt: ago(-0.1),
    days: Array.from({ length: 30 - (place % 7) }, (_unused, day) => ({
      day: ago(29 - (place % 7) - day).slice(0, 10),
      checks: 24,
      failures: isBad(place) && day > 20 ? 5 : 0,
      meanMs: isBad(place) && day > 26 ? null : 180 + ((day * 37 + place * 11) % 300),
    })),
  }));

const view = (name: string, ready: string, summary: Summary, of: readonly AccountServer[]): View => ({
  name,
  path: '/overview',
  role: 'super-admin',
  ready: 'Overview',
  act: async (page) => {
    await page.route('**/v1/summary?*', (route) => route.fulfill({ json: summary }));
    await page.route('**/v1/summary', (route) => route.fulfill({ json: summary }));
    await page.route('**/v1/servers', (route) => route.fulfill({ json: { data: of, nextCursor: null } }));
    await page.reload();
    await page.getByText(ready).first().waitFor();
  },
});

/** The overview of accounts that the seeded one is not; part of the list in `views.ts`. */
export const overviewViews: readonly View[] = [
  view('overview-empty', 'Go to Activities', empty, []),
  view(
    'overview-healthy',
    'Nothing has changed',
    healthy,
    servers(4, () => false),
  ),
  view(
    'overview-many',
    'Office root 2026',
    many,
    servers(50, (place) => place < 8),
  ),
];
