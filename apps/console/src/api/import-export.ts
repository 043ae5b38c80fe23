import type { CsvColumn, ImportResult, ImportTable, LongImport } from '@postern/core/settings-transfer';
import { noAnswer, ProblemError, readProblem } from '@postern/client/problem-error';
import { queryOptions } from '@tanstack/react-query';
import { accountHeader } from '../session/acting-account';
import { send } from './client';

export type ImportFormat = 'csv' | 'ndjson';
export type Mapping = readonly (CsvColumn | null)[];
const mediaTypes = { csv: 'text/csv', ndjson: 'application/x-ndjson' } as const;

/** The format of a file, judged by its name or its first character. */
export function formatOf(name: string, content: string): ImportFormat {
  return /\.(?:ndjson|jsonl)$/i.test(name) || content.trimStart().startsWith('{') ? 'ndjson' : 'csv';
}

type Upload = {
  readonly content: Blob;
  readonly format: ImportFormat;
  readonly dryRun: boolean;
  /** The column of each place of a CSV, in place of its headings. */
  readonly columns: Mapping | null;
};

/** The first lines of a CSV file, with a guess which column is which; 64 KiB have them all. */
export function importTableQuery(content: string) {
  const body = content.slice(0, 64 * 1024);
  return queryOptions({
    queryKey: ['import-table', body],
    queryFn: async ({ signal }) => {
      const headers = { 'content-type': mediaTypes.csv };
      const answer = await send('/v1/mail-settings/import/columns', {
        method: 'POST',
        headers,
        body,
        signal,
      });
      return (await answer.json()) as ImportTable;
    },
    staleTime: Infinity,
    gcTime: 0,
  });
}

/** How far an import is: the sent part of the file, 0 to 1, then the rows that the server has gone through. */
export type ImportProgress =
  | { readonly phase: 'upload'; readonly part: number }
  | { readonly phase: 'rows'; readonly done: number; readonly all: number };

/** Imports a file of settings. An import that takes longer than its request is followed to its end. */
export async function importSettings(
  upload: Upload,
  onProgress: (progress: ImportProgress) => void,
): Promise<ImportResult> {
  const answer = await sendFile(upload, (part) => onProgress({ phase: 'upload', part }));
  return 'id' in answer ? await followImport(answer, onProgress) : answer;
}

const askAgainMs = 1000;

async function followImport(
  started: LongImport,
  onProgress: (progress: ImportProgress) => void,
): Promise<ImportResult> {
  let found = started;
  while (found.state === 'running') {
    onProgress({ phase: 'rows', done: found.rowsDone, all: found.rows });
    await new Promise((resolve) => setTimeout(resolve, askAgainMs));
    try {
      found = (await (await send(`/v1/imports/${found.id}`)).json()) as LongImport;
    } catch (error) {
      const isPassing = error instanceof ProblemError && [0, 502, 503, 504].includes(error.problem.status);
      if (!isPassing) throw error; // The import goes on while the server cannot be reached.
    }
  }
  if (found.result !== null) return found.result;
  throw new ProblemError(readProblem(found.problem!.status, found.problem));
}

/** Sends a file with XMLHttpRequest, because `fetch` reports no progress of an upload. */
function sendFile(
  { content, format, dryRun, columns }: Upload,
  onProgress: (part: number) => void,
): Promise<ImportResult | LongImport> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const query = new URLSearchParams({
      dryRun: String(dryRun),
      ...(dryRun && { changes: 'true' }),
      ...(columns !== null && { columns: columns.map((column) => column ?? '').join(',') }),
    });
    request.open('POST', `/v1/mail-settings/import?${query.toString()}`);
    request.setRequestHeader('content-type', mediaTypes[format]);
    // Progress of the rows is shown once the request has been answered with 202.
    request.setRequestHeader('prefer', 'wait=1');
    for (const [name, value] of Object.entries(accountHeader())) request.setRequestHeader(name, value);
    request.responseType = 'json';
    request.upload.onprogress = ({ loaded, total }) => onProgress(total === 0 ? 1 : loaded / total);
    request.onerror = () => reject(new ProblemError(noAnswer));
    request.onload = () => {
      if (request.status === 200 || request.status === 202)
        resolve(request.response as ImportResult | LongImport);
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
