import { Table } from '@mantine/core';
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
      <Table verticalSpacing="xs" horizontalSpacing="md" role="table" aria-label={label}>
        <Table.Thead role="rowgroup">
          <Table.Tr role="row">
            {columns.map((column) => (
              <Table.Th key={column} role="columnheader">
                {column}
              </Table.Th>
            ))}
            {action !== undefined && (
              <Table.Th role="columnheader">
                <span className="visuallyHidden">{action.heading}</span>
              </Table.Th>
            )}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody role="rowgroup">
          {rows.map((row) => (
            <Table.Tr key={idOf(row)} role="row">
              {columns.map((column, place) => (
                <Table.Td key={column} role="cell" data-label={column}>
                  {cells[place]?.(row)}
                </Table.Td>
              ))}
              {action !== undefined && (
                <Table.Td role="cell" ta="right">
                  {action.of(row)}
                </Table.Td>
              )}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}
