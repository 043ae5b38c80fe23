// The roles of the table are written out, because a browser drops its own when CSS turns a table into blocks.
/* oxlint-disable jsx-a11y/no-redundant-roles, jsx-a11y/no-interactive-element-to-noninteractive-role */
import type { ReactNode } from 'react';
import { breakable } from './breakable';

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
      <table role="table" aria-label={label}>
        <thead role="rowgroup">
          <tr role="row">
            {columns.map((column) => (
              <th key={column} role="columnheader">
                {column}
              </th>
            ))}
            {action !== undefined && (
              <th role="columnheader">
                <span className="visuallyHidden">{action.heading}</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {rows.map((row) => (
            <tr key={idOf(row)} role="row">
              {columns.map((column, place) => (
                <td key={column} role="cell" data-label={column}>
                  {shown(cells[place]?.(row))}
                </td>
              ))}
              {action !== undefined && <td role="cell">{action.of(row)}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** A text may be the name of a server, which is often wider than its column. */
function shown(content: ReactNode): ReactNode {
  return typeof content === 'string' ? breakable(content) : content;
}
