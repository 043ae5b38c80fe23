import { entryPrefix, type AllowlistDocument, type AllowlistEntry } from './allowlist-document.js';
import type { ListName } from './list-name.js';
import { formatPrefix } from './prefix.js';
import { familyOf, lastAddress, mergePrefixes, type PrefixSet } from './prefix-set.js';
import { formatIpAddress } from './ip-address.js';

/**
 * A selection of an allowlist's entries. `dataCenters` selects the entries of these data centres and the entries
 * without a data centre. Without `protocol` the selection has all lists; without `family` it has IPv4 and IPv6.
 * `exchange` selects the union of the IMAP and the SMTP list (R22).
 */
export type AllowlistSelection = {
  readonly dataCenters: readonly string[];
  readonly protocol?: ListName;
  readonly family?: 4 | 6;
};

/** Whether an entry is on a list. The list of Exchange is the union of the IMAP and the SMTP list. */
export function isOnList({ protocol }: Pick<AllowlistEntry, 'protocol'>, list: ListName): boolean {
  return list === 'exchange' ? protocol === 'imap' || protocol === 'smtp' : protocol === list;
}

/**
 * Returns the entries of the selected data centres and the entries without one (R19), restricted to a protocol and
 * a family if the selection names them.
 */
function selectEntries(document: AllowlistDocument, selection: AllowlistSelection): AllowlistEntry[] {
  const { dataCenters, protocol, family } = selection;
  return document.entries.filter(
    (entry) =>
      (entry.dataCenter === null || dataCenters.includes(entry.dataCenter)) &&
      (protocol === undefined || isOnList(entry, protocol)) &&
      (family === undefined || entryPrefix(entry).family === family),
  );
}

/**
 * Returns the selected addresses as one merged set. Announced and retiring prefixes are included, so that firewalls
 * allow an address before its first use and until after its last.
 */
export function selectPrefixes(
  document: AllowlistDocument,
  selection: AllowlistSelection & { readonly protocol: ListName },
): PrefixSet {
  // The family is applied after merging, so that every entry is parsed only once.
  const { family, ...both } = selection;
  const merged = mergePrefixes(selectEntries(document, both).map(entryPrefix));
  return family === undefined ? merged : familyOf(merged, family);
}

/** Returns the document with the selected entries only. Its digest is still the digest of the complete document. */
export function narrowAllowlist(
  document: AllowlistDocument,
  selection: AllowlistSelection,
): AllowlistDocument {
  return { ...document, entries: selectEntries(document, selection) };
}

/**
 * Returns a set as plain text that firewalls poll (R31): one prefix per line, LF, no comments, no blank lines. An
 * empty set gives an empty text.
 */
export function formatPrefixText(set: PrefixSet): string {
  return set.map((prefix) => `${formatPrefix(prefix)}\n`).join('');
}

/**
 * Returns a set as CSV (RFC 4180, with header, CRLF) with the columns cidr, first, last, protocol and direction.
 */
export function formatPrefixCsv(set: PrefixSet, protocol: ListName): string {
  const rows = set.map((prefix) => {
    const last = formatIpAddress({ family: prefix.family, value: lastAddress(prefix) });
    return [formatPrefix(prefix), formatIpAddress(prefix), last, protocol, 'egress'].join(',');
  });
  return ['cidr,first,last,protocol,direction', ...rows, ''].join('\r\n');
}
