import { Box } from '@mantine/core';
import type { ReactNode } from 'react';

type Props<Row> = {
  /** The name of the table for screen readers. */
  readonly label: string;
  /** The headings of the columns. */
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
  readonly idOf: (row: Row) => string;
  /** What each column shows of a row, in the order of `columns`. */
  readonly cells: readonly ((row: Row) => ReactNode)[];
  /** A last column with what can be done with a row; its heading is for screen readers. */
  readonly action?: { readonly heading: string; readonly of: (row: Row) => ReactNode };
};

/** A table that becomes a list of cards where it is too narrow for columns. */
export function StackingTable<Row>({ label, columns, rows, idOf, cells, action }: Props<Row>) {
  return (
    <div className="card stacking">
      {/* The roles are written out, because a browser drops them when CSS turns a table into blocks. */}
      <Box component="table" role="table" aria-label={label}>
        <Box component="thead" role="rowgroup">
          <Box component="tr" role="row">
            {columns.map((column) => (
              <Box component="th" key={column} role="columnheader">
                {column}
              </Box>
            ))}
            {action !== undefined && (
              <Box component="th" role="columnheader">
                <span className="visuallyHidden">{action.heading}</span>
              </Box>
            )}
          </Box>
        </Box>
        <Box component="tbody" role="rowgroup">
          {rows.map((row) => (
            <Box component="tr" key={idOf(row)} role="row">
              {columns.map((column, place) => (
                <Box component="td" key={column} role="cell" data-label={column}>
                  {cells[place]?.(row)}
                </Box>
              ))}
              {action !== undefined && (
                <Box component="td" role="cell">
                  {action.of(row)}
                </Box>
              )}
            </Box>
          ))}
        </Box>
      </Box>
    </div>
  );
}
