import { entryPrefix, type AllowlistDocument, type AllowlistEntry } from './allowlist-document.js';
import type { EndpointName } from './endpoint-name.js';
import { formatPrefix } from './prefix.js';
import { familyOf, lastAddress, mergePrefixes, type PrefixSet } from './prefix-set.js';
import { formatIpAddress } from './ip-address.js';

/**
 * A part of a document. `dataCenters` selects their own entries and the entries without a data centre. Without
 * `protocol` or `family` the selection has both lists, or both families. `exchange` selects the union of both lists,
 * because the vendor does not say which one Exchange uses (R22).
 */
export type AllowlistSelection = {
  readonly dataCenters: readonly string[];
  readonly protocol?: EndpointName;
  readonly family?: 4 | 6;
};

/** The entries of the data centres and the unattributed ones (R19), of one protocol and family if asked. */
function selectEntries(document: AllowlistDocument, selection: AllowlistSelection): AllowlistEntry[] {
  const { dataCenters, protocol, family } = selection;
  return document.entries.filter(
    (entry) =>
      (entry.dataCenter === null || dataCenters.includes(entry.dataCenter)) &&
      (protocol === undefined || protocol === 'exchange' || entry.protocol === protocol) &&
      (family === undefined || entryPrefix(entry).family === family),
  );
}

/** The selected addresses as one merged set; announced and retiring prefixes are in it: add early, remove late. */
export function selectPrefixes(
  document: AllowlistDocument,
  selection: AllowlistSelection & { readonly protocol: EndpointName },
): PrefixSet {
  const { family, ...both } = selection; // Narrowed by family after merging: every entry is parsed once.
  const merged = mergePrefixes(selectEntries(document, both).map(entryPrefix));
  return family === undefined ? merged : familyOf(merged, family);
}

/** The document with the selected entries only; its digest stays that of the whole. */
export function narrowAllowlist(
  document: AllowlistDocument,
  selection: AllowlistSelection,
): AllowlistDocument {
  return { ...document, entries: selectEntries(document, selection) };
}

/** One prefix a line, LF, no comments and no blank lines: what firewalls poll (R31). Empty for an empty set. */
export function formatPrefixText(set: PrefixSet): string {
  return set.map((prefix) => `${formatPrefix(prefix)}\n`).join('');
}

/** Columns cidr, first, last, protocol, direction (RFC 4180, header, CRLF). */
export function formatPrefixCsv(set: PrefixSet, protocol: EndpointName): string {
  const rows = set.map((prefix) => {
    const last = formatIpAddress({ family: prefix.family, value: lastAddress(prefix) });
    return [formatPrefix(prefix), formatIpAddress(prefix), last, protocol, 'egress'].join(',');
  });
  return ['cidr,first,last,protocol,direction', ...rows, ''].join('\r\n');
}
