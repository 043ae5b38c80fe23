import type { ImportResult } from '@postern/core/settings-transfer';
import { noAnswer, ProblemError, readProblem } from '@postern/client/problem-error';
import { accountHeader } from '../session/acting-account';
import { send } from './client';

export type ImportFormat = 'csv' | 'ndjson';
const mediaTypes = { csv: 'text/csv', ndjson: 'application/x-ndjson' } as const;

/** The format of a file, judged by its name or its first character. */
export function formatOf(name: string, content: string): ImportFormat {
  return /\.(?:ndjson|jsonl)$/i.test(name) || content.trimStart().startsWith('{') ? 'ndjson' : 'csv';
}

type Upload = { readonly content: Blob; readonly format: ImportFormat; readonly dryRun: boolean };

/** Sends a file of settings with XMLHttpRequest, because `fetch` reports no progress; `onProgress` gets the sent part, 0 to 1. */
export function importSettings(
  { content, format, dryRun }: Upload,
  onProgress: (part: number) => void,
): Promise<ImportResult> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', `/v1/mail-settings/import?dryRun=${dryRun}`);
    request.setRequestHeader('content-type', mediaTypes[format]);
    for (const [name, value] of Object.entries(accountHeader())) request.setRequestHeader(name, value);
    request.responseType = 'json';
    request.upload.onprogress = ({ loaded, total }) => onProgress(total === 0 ? 1 : loaded / total);
    request.onerror = () => reject(new ProblemError(noAnswer));
    request.onload = () => {
      if (request.status === 200) resolve(request.response as ImportResult);
      else {
        const retryAfter = request.getResponseHeader('retry-after');
        reject(new ProblemError(readProblem(request.status, request.response, retryAfter)));
      }
    };
    request.send(content);
  });
}

/** All settings of the account as a file that can be imported again. */
export async function exportSettings(format: ImportFormat): Promise<Blob> {
  return (await send(`/v1/mail-settings/export?format=${format}`)).blob();
}
