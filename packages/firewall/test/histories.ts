import fc from 'fast-check';
import type { AccountSettings } from '../src/account-settings.js';
import { buildRuleSet } from '../src/build-rule-set.js';
import type { RuleSet } from '../src/rule-set.js';
import { documentOf, domainOf } from './scenarios.js';

/** How many random histories a test tries; POSTERN_HISTORIES=1000 tries as many as a release does. */
export function historyRuns(few: number): number {
  const wanted = Number(process.env['POSTERN_HISTORIES'] ?? '');
  return Number.isInteger(wanted) && wanted > 0 ? wanted : few;
}

/** Few prefixes, so that one comes, goes and comes back; some of them are halves of others. */
const prefixes = [
  '203.0.113.0/26',
  '203.0.113.0/27',
  '203.0.113.32/27',
  '203.0.113.64/30',
  '203.0.113.128/32',
  '198.51.100.128/25',
  '2001:db8:a::/48',
  '2001:db8:b::/49',
  '2001:db8:b:8000::/49',
  '2001:db8:c::1/128',
];
const hosts = ['mail.example.com', 'mx.example.net', 'mail-2.example.org'];
const addresses = [
  [],
  ['192.0.2.10'],
  ['2001:db8:1::10'],
  ['192.0.2.10', '2001:db8:1::10'],
  ['192.0.2.30', '192.0.2.31'],
];

const entry = fc.record({
  cidr: fc.constantFrom(...prefixes),
  protocol: fc.constantFrom('imap', 'smtp'),
  dataCenter: fc.constantFrom('eu1', null, null),
});
const server = fc.record({
  host: fc.constantFrom(...hosts),
  imapPort: fc.constantFrom(993, 143),
  smtpPort: fc.constantFrom(465, 587),
  hasExchange: fc.boolean(),
});

/** One revision: a list and an account as they may be at some time. */
const ruleSet = fc
  .record({
    entries: fc.array(entry, { minLength: 1, maxLength: 8 }),
    servers: fc.array(server, { minLength: 0, maxLength: 3 }),
    known: fc.tuple(...hosts.map(() => fc.constantFrom(...addresses))),
  })
  .map(({ entries, servers, known }): RuleSet => {
    const given = hosts.flatMap((host, index) =>
      known[index]!.length === 0
        ? []
        : [[host, { publicAddresses: known[index]!, privateAddresses: known[index]! }] as const],
    );
    const account: AccountSettings = {
      dataCenters: ['eu1'],
      domains: servers.flatMap(({ host, imapPort, smtpPort, hasExchange }) => [
        domainOf(host, imapPort, smtpPort),
        ...(hasExchange
          ? [
              {
                domain: 'example.com',
                kind: 'exchange' as const,
                exchange: { url: `https://${host}/EWS/Exchange.asmx` },
              },
            ]
          : []),
      ]),
      destinations: Object.fromEntries(given),
    };
    return buildRuleSet(documentOf(entries), account);
  });

/** Revisions one after another: lists, families and servers come, go, and come back. */
export const history = fc.array(ruleSet, { minLength: 2, maxLength: 5 });

/** Long lists that grow and shrink past the number of members that one group holds. */
export const longHistory = fc
  .array(fc.integer({ min: 200, max: 1300 }), { minLength: 2, maxLength: 3 })
  .map((sizes) =>
    sizes.map((size) =>
      buildRuleSet(
        documentOf(
          Array.from({ length: size }, (_, index) => ({
            cidr: `52.${index >> 7}.${(index & 127) * 2}.0/24`,
            protocol: 'imap',
          })),
        ),
        {
          dataCenters: [],
          domains: [domainOf('mail.example.com')],
          destinations: {
            'mail.example.com': { publicAddresses: ['192.0.2.10'], privateAddresses: ['192.0.2.10'] },
          },
        },
      ),
    ),
  );
