import type { AllowlistDocument } from '@postern/core/allowlist-document';
import {
  formatPrefixCsv,
  formatPrefixText,
  narrowAllowlist,
  selectPrefixes,
} from '@postern/core/allowlist-selection';
import type { ListName } from '@postern/core/list-name';
import type { Finding } from '@postern/core/finding';
import { finding } from '@postern/core/findings/finding-texts';
import { isSampleAllowlist } from '@postern/core/sample-allowlist';
import { sampleFinding } from '@postern/core/sample-finding';

export type ListChoice = {
  readonly dataCenters: readonly string[];
  readonly protocol?: ListName;
  readonly family?: 4 | 6;
};

export type ServedList = { readonly mediaType: string; readonly text: string };

/** The findings that every answer made from a document must carry. */
export function documentFindings(document: AllowlistDocument): Finding[] {
  return isSampleAllowlist(document) ? [sampleFinding] : [];
}

/** The data centres that the list does not know; those of an account count only where entries belong to data centres. */
export function unknownDataCenters(
  { dataCenters, entries }: AllowlistDocument,
  wanted: readonly string[],
  isAsked: boolean,
): string[] {
  if (!isAsked && entries.every(({ dataCenter }) => dataCenter === null)) return [];
  return wanted.filter((id) => !dataCenters.some((known) => known.id === id));
}

/** Says that an account without a data centre gets fewer addresses than the vendor may connect from. */
export function missingDataCenter({ entries }: AllowlistDocument, wanted: readonly string[]): Finding[] {
  const missing = entries.filter(({ dataCenter }) => dataCenter !== null).length;
  if (wanted.length > 0 || missing === 0) return [];
  return [finding('error', 'data-center-missing', { prefixes: missing })];
}

/** The selected part of a list in a format; `null` if it has no entries, because an empty list must never be served. */
export function serveList(
  document: AllowlistDocument,
  { dataCenters, protocol, family }: ListChoice,
  format: 'json' | 'text' | 'csv',
  findings: readonly Finding[],
): ServedList | null {
  const selection = { dataCenters, ...(family && { family }) };
  if (format === 'json' || protocol === undefined) {
    const narrowed = narrowAllowlist(document, { ...selection, ...(protocol && { protocol }) });
    if (narrowed.entries.length === 0) return null;
    const text = JSON.stringify({ ...narrowed, findings });
    return { mediaType: 'application/json; charset=utf-8', text };
  }
  const prefixes = selectPrefixes(document, { ...selection, protocol });
  if (prefixes.length === 0) return null;
  return format === 'text'
    ? { mediaType: 'text/plain; charset=utf-8', text: formatPrefixText(prefixes) }
    : { mediaType: 'text/csv; charset=utf-8', text: formatPrefixCsv(prefixes, protocol) };
}
