import { createHash } from 'node:crypto';
import {
  allowlistInputSchema,
  sealAllowlist,
  type AllowlistDocument,
} from '@postern/core/allowlist-document';
import { sampleAllowlist } from '@postern/core/sample-allowlist';
import type { AccountSettings, DomainServers } from '../src/account-settings.js';
import { buildRuleSet } from '../src/build-rule-set.js';
import type { RuleSet } from '../src/rule-set.js';

/** Text that tries to end a word, a line, a string or a comment in some target's language, or to be expanded. */
export const hostileTexts = [
  '"; rm -rf / #',
  "' ; Remove-Item C:\\ -Recurse #",
  '$(reboot)',
  '`reboot`',
  '${file("/etc/passwd")}',
  '%{ for x in y }',
  'a\nadd rule inet filter input accept',
  'a\r\nset action accept',
  'a\u2028next\u0000end',
  '*/ drop /*',
  '--comment x -j ACCEPT',
  '" next edit 1 set action accept',
  '!important',
  '日本語 “quotes”',
];

export function documentOf(entries: readonly object[], vendor = 'Example'): AllowlistDocument {
  const content = {
    vendor,
    ...allowlistInputSchema.parse({ dataCenters: [{ id: 'eu1', label: 'Frankfurt' }], entries }),
  };
  return sealAllowlist(content, {
    revision: 7,
    publishedAt: '2026-11-23T00:00:00Z',
    sha256: (text) => createHash('sha256').update(text).digest('hex'),
  });
}

export function domainOf(
  host: string,
  imapPort = 993,
  smtpPort = 465,
  domain = 'example.com',
): DomainServers {
  return { domain, kind: 'imap', imap: { host, port: imapPort }, smtp: { host, port: smtpPort } };
}

/** One domain on submissions (465) and one on submission (587), as issue 5 has it, behind a NAT. */
export const twoDomains: AccountSettings = {
  dataCenters: [],
  domains: [domainOf('mail.example.com'), domainOf('mx.example.net', 993, 587, 'example.net')],
  destinations: {
    'mail.example.com': {
      publicAddresses: ['192.0.2.10', '2001:db8::10'],
      privateAddresses: ['198.51.100.10', '2001:db8:1::10'],
    },
    'mx.example.net': { publicAddresses: ['192.0.2.20'], privateAddresses: ['198.51.100.20'] },
  },
};

const bothFamilies = documentOf([
  { cidr: '203.0.113.0/27', protocol: 'imap' },
  { cidr: '203.0.113.64/30', protocol: 'imap', state: 'announced', activeFrom: '2026-12-01T00:00:00Z' },
  { cidr: '2001:db8:a::/48', protocol: 'imap' },
  { cidr: '203.0.113.32/27', protocol: 'smtp' },
  { cidr: '203.0.113.128', protocol: 'smtp', state: 'retiring', retireAfter: '2026-12-01T00:00:00Z' },
  { cidr: '2001:db8:b::1', protocol: 'smtp', dataCenter: 'eu1' },
  { cidr: '2001:db8:c::/64', protocol: 'smtp' },
]);
const withWebhooks = documentOf([
  ...bothFamilies.entries,
  { cidr: '203.0.113.192/28', protocol: 'webhook' },
  { cidr: '2001:db8:d::/64', protocol: 'webhook' },
]);
export const onlyIpv6 = documentOf([
  { cidr: '2001:db8:a::/48', protocol: 'imap' },
  { cidr: '2001:db8:b::/48', protocol: 'smtp' },
]);
export const thousand = documentOf(
  Array.from({ length: 1000 }, (_, index) => ({
    cidr: `52.${64 + (index >> 7)}.${(index & 127) * 2}.0/24`,
    protocol: index % 2 === 0 ? 'imap' : 'smtp',
  })),
);
const hostileAccount: AccountSettings = {
  dataCenters: ['eu1'],
  domains: [
    ...hostileTexts.map((text) => domainOf(text, 993, 465, text)),
    domainOf('mail.example.com', 993, 465, hostileTexts[0]),
    { domain: 'x', kind: 'exchange', exchange: { url: 'https://mail.example.com/"; reboot #' } },
  ],
  destinations: twoDomains.destinations,
};

/** The rule sets that every renderer is tried with. */
export const scenarios: Readonly<Record<string, RuleSet>> = {
  seed: buildRuleSet(sampleAllowlist, twoDomains),
  'both-families': buildRuleSet(bothFamilies, { ...twoDomains, dataCenters: ['eu1'] }),
  'empty-family': buildRuleSet(onlyIpv6, twoDomains),
  'custom-ports': buildRuleSet(bothFamilies, {
    dataCenters: ['eu1'],
    domains: [
      domainOf('mail.example.com', 1993, 2525),
      {
        domain: 'example.org',
        kind: 'exchange',
        exchange: { url: 'https://owa.example.org:8443/EWS/Exchange.asmx' },
      },
    ],
  }),
  thousand: buildRuleSet(thousand, twoDomains),
  hostile: buildRuleSet({ ...bothFamilies, vendor: hostileTexts.join(' ') }, hostileAccount),
  'literal-hosts': buildRuleSet(bothFamilies, {
    dataCenters: ['eu1'],
    domains: [domainOf('192.0.2.7'), domainOf('2001:db8::7')],
  }),
  'translated-ports': buildRuleSet(bothFamilies, {
    dataCenters: ['eu1'],
    domains: [domainOf('mail.example.com')],
    destinations: {
      'mail.example.com': {
        publicAddresses: ['192.0.2.10', '2001:db8::10'],
        privateAddresses: ['198.51.100.10', '2001:db8:1::10'],
        privatePorts: { '993': 10993 },
      },
    },
  }),
  webhooks: buildRuleSet(withWebhooks, {
    dataCenters: ['eu1'],
    domains: [domainOf('mail.example.com')],
    webhooks: ['https://hooks.example.com:8443/postern?key=1', 'https://hooks.slack.com/services/1'],
    destinations: {
      'mail.example.com': twoDomains.destinations!['mail.example.com']!,
      'hooks.example.com': { publicAddresses: ['192.0.2.30'], privateAddresses: ['198.51.100.30'] },
    },
  }),
  nothing: buildRuleSet(sampleAllowlist, { dataCenters: [], domains: [] }),
};
