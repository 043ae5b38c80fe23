import type { AllowlistEntry, AllowlistProtocol } from '../src/allowlist-document.js';
import { formatPrefix, isPrefix, parseEntry } from '../src/prefix.js';

/** A bullet that is not an entry, and why. Lines are counted from 1. */
export type RefusedBullet = {
  readonly line: number;
  readonly list: AllowlistProtocol;
  readonly reason: 'blank' | 'malformed';
  readonly text: string;
};

/**
 * Reads the two lists of the help page: a heading bullet `SMTP IP addresses:` or `IMAP IP addresses:`, then one
 * address or prefix a bullet until the next heading or the end of the bullets. Blank bullets are refused by line,
 * never read as "any" (R20). The page labels no data centre, so every entry is unattributed (R19).
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
