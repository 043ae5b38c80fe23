import type { AllowlistEntry, AllowlistProtocol } from '../src/allowlist-document.js';
import { formatPrefix, isPrefix, parseEntry } from '../src/prefix.js';

/** A bullet of the help page that is not an address or a prefix, and the reason. Lines are counted from 1. */
export type RefusedBullet = {
  readonly line: number;
  readonly list: AllowlistProtocol;
  readonly reason: 'blank' | 'malformed';
  readonly text: string;
};

/**
 * Reads the two address lists of the vendor's help page. A list starts with the bullet `SMTP IP addresses:` or
 * `IMAP IP addresses:` and has one address or prefix per bullet, up to the next such bullet or the end of the
 * bullets. A blank bullet is refused with its line number and never means "any address" (R20). The page names no
 * data centre, so no entry has one (R19).
 */
export function parseSeedPage(page: string): { entries: AllowlistEntry[]; refused: RefusedBullet[] } {
  const entries: AllowlistEntry[] = [];
  const refused: RefusedBullet[] = [];
  let list: AllowlistProtocol | null = null;
  for (const [index, text] of page.split(/\r?\n/).entries()) {
    const bullet = /^-(.*)$/.exec(text)?.[1]?.trim();
    if (bullet === undefined) {
      list = null;
      continue;
    }
    const heading = /^(SMTP|IMAP) IP addresses:$/.exec(bullet);
    if (heading !== null) list = heading[1]!.toLowerCase() as AllowlistProtocol;
    else if (list !== null) {
      const prefix = parseEntry(bullet);
      if (isPrefix(prefix)) entries.push(seedEntry(formatPrefix(prefix), list));
      else
        refused.push({ line: index + 1, list, reason: bullet === '' ? 'blank' : 'malformed', text: bullet });
    }
  }
  return { entries, refused };
}

function seedEntry(cidr: string, protocol: AllowlistProtocol): AllowlistEntry {
  return {
    cidr,
    protocol,
    dataCenter: null,
    direction: 'egress',
    state: 'active',
    activeFrom: null,
    retireAfter: null,
    note: null,
  };
}
