import type { CsvColumn } from '@postern/core/settings-transfer';
import type { Cells } from './csv-row.js';

/** Why a row, or a whole upload, could not be read. */
export type RowRefusal = { readonly path: string; readonly code: string; readonly message: string };

/** The cells of a row of a CSV and the columns of its header; error messages name them. */
export type TableRow = { readonly cells: Cells; readonly header: readonly (CsvColumn | null)[] };

/** One row of an upload: an unchecked POST body, or why it could not be read. Rows count from 0, lines from 1. */
export type Row = { readonly index: number; readonly line: number } & (
  | { readonly input: unknown; readonly table?: TableRow }
  | { readonly refusal: RowRefusal }
);

export const longestRowBytes = 16 * 1024;
