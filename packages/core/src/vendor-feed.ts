import { z } from 'zod';
import { cidrSchema, type AllowlistEntry, type AllowlistProtocol } from './allowlist-document.js';
import type { Finding } from './finding.js';

/** The answer of the vendor's IP-range API; other fields may come and are ignored. */
export const vendorFeedSchema = z.object({
  results: z.array(
    z.object({
      cidr: cidrSchema,
      direction: z.string(),
      service: z.string(),
      description: z.string().nullish(),
    }),
  ),
});
export type VendorFeed = z.output<typeof vendorFeedSchema>;

/**
 * Makes entries of the vendor's IP-range feed: what leaves the vendor (`EGRESS`) for `EMAIL`. The feed does not tell
 * IMAP from SMTP by a field: a description that names just one of them decides, else the prefix counts for both and a
 * finding says so. It names no data centre, so entries are unattributed.
 */
export function readVendorFeed({ results }: VendorFeed): { entries: AllowlistEntry[]; findings: Finding[] } {
  const mail = results.filter(
    ({ direction, service }) => /^egress$/i.test(direction) && /^(?:email|imap|smtp)$/i.test(service),
  );
  const seen = new Map<string, AllowlistEntry>();
  let undecided = 0;
  for (const { cidr, service, description } of mail) {
    const protocols = protocolsOf(`${service} ${description ?? ''}`);
    if (protocols.length > 1) undecided += 1;
    for (const protocol of protocols)
      seen.set(`${cidr} ${protocol}`, feedEntry(cidr, protocol, description ?? null));
  }
  const findings: Finding[] = [];
  if (undecided > 0) {
    findings.push({
      level: 'warning',
      code: 'protocol-unknown',
      text: `${undecided} prefixes are not marked as IMAP or SMTP; both lists contain them`,
    });
  }
  const ignored = results.length - mail.length;
  if (ignored > 0) {
    findings.push({
      level: 'info',
      code: 'not-mail',
      text: `${ignored} prefixes of other services or directions were left out`,
    });
  }
  return { entries: [...seen.values()], findings };
}

function protocolsOf(text: string): AllowlistProtocol[] {
  const named = (['imap', 'smtp'] as const).filter((protocol) => text.toLowerCase().includes(protocol));
  return named.length === 0 ? ['imap', 'smtp'] : named;
}

function feedEntry(cidr: string, protocol: AllowlistProtocol, description: string | null): AllowlistEntry {
  const note =
    description === null ? null : description.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, ' ').slice(0, 200);
  return {
    cidr,
    protocol,
    dataCenter: null,
    direction: 'egress',
    state: 'active',
    activeFrom: null,
    retireAfter: null,
    note,
  };
}
