import type { components } from '@postern/client/generated/openapi';
import { answerOf } from '@postern/client/postern-client';
import { queryOptions } from '@tanstack/react-query';
import { api, sendJson } from './client';
import type { ImportFormat } from './import-export';
import type { ListFilters } from './mail-settings';

export type BulkChange = components['schemas']['BulkChange'];
export type BulkPreview = components['schemas']['BulkPreview'];
type Target = components['schemas']['SelectedDomain'];

/** The selected domains: all that match a filter, or these. */
export type Selection = { readonly filter: ListFilters } | { readonly domains: Target[] };

/** What to do with each selected domain. */
export type BulkAction =
  | { readonly action: 'verify' }
  | { readonly action: 'delete' }
  | {
      readonly action: 'set-host';
      readonly from: string;
      readonly to: string;
      readonly servers: ('imap' | 'smtp')[];
    };

/** What an action would do; nothing is changed. */
export async function previewBulkChange(action: BulkAction, selection: Selection): Promise<BulkPreview> {
  const query = { dryRun: 'true' as const };
  const body = { ...action, ...selection };
  return (await answerOf(api.POST('/v1/mail-settings/bulk', { params: { query }, body }))) as BulkPreview;
}

/** Begins to change the domains of a preview; one that was changed since the preview is left as it is, and reported. */
export async function beginBulkChange(action: BulkAction, domains: Target[]): Promise<BulkChange> {
  return (await answerOf(api.POST('/v1/mail-settings/bulk', { body: { ...action, domains } }))) as BulkChange;
}

export async function stopBulkChange(id: string): Promise<void> {
  await answerOf(api.POST('/v1/bulk-changes/{id}/stop', { params: { path: { id } } }));
}

/** A change of many domains, read again until it has ended. */
export function bulkChangeQuery(id: string) {
  return queryOptions({
    queryKey: ['bulk-change', id],
    queryFn: ({ signal }) => answerOf(api.GET('/v1/bulk-changes/{id}', { params: { path: { id } }, signal })),
    staleTime: 0,
    refetchInterval: ({ state: { data } }) => (data === undefined || data.state === 'running' ? 500 : false),
  });
}

/** The settings of the selected domains as a file; `onLine` is called with the number of lines that have arrived. */
export async function exportSelected(
  selection: Selection,
  format: ImportFormat,
  onLine: (lines: number) => void,
): Promise<Blob> {
  const answer = await sendJson('POST', `/v1/mail-settings/export?format=${format}`, selection, '*/*');
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let lines = 0;
  for await (const part of answer.body!) {
    parts.push(part);
    lines += part.reduce((sum, byte) => (byte === 10 ? sum + 1 : sum), 0);
    onLine(lines);
  }
  return new Blob(parts);
}
