import { z } from 'zod';
import { countText } from './count-text.js';
import { cidrSchema, type AllowlistEntry, type AllowlistProtocol } from './allowlist-document.js';
import type { Finding } from './finding.js';

/** The response of the vendor's IP-range API; fields that are not listed here are ignored. */
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
 * Makes allowlist entries from the vendor's IP-range feed, from its `EGRESS` prefixes of the service `EMAIL`. The
 * feed has no field for IMAP or SMTP: if a prefix's description names exactly one of them, that one is taken;
 * otherwise the prefix goes to both lists and a finding reports it. The feed names no data centre, so no entry has
 * one.
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
      text: `${countText(undecided, 'prefix is', 'prefixes are')} not marked as IMAP or SMTP and in both lists`,
    });
  }
  const ignored = results.length - mail.length;
  if (ignored > 0) {
    findings.push({
      level: 'info',
      code: 'not-mail',
      text: `${countText(ignored, 'prefix', 'prefixes')} of other services or directions left out`,
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
