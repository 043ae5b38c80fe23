import type { CsvColumn } from '@postern/core/settings-transfer';
import type { Cells } from './csv-row.js';

/** Why a row, or a whole upload, could not be read. */
export type RowRefusal = { readonly path: string; readonly code: string; readonly message: string };

/** The cells that the input of a row was made from, by which its errors are told. */
export type TableRow = { readonly cells: Cells; readonly header: readonly (CsvColumn | null)[] };

/** One row of an upload: unchecked, or why it could not even be read. Rows count from 0, lines from 1. */
export type Row = { readonly index: number; readonly line: number } & (
  | { readonly input: unknown; readonly table?: TableRow }
  | { readonly refusal: RowRefusal }
);

export const longestRowBytes = 16 * 1024;
