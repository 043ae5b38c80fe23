import { Table, Text } from '@mantine/core';
import type { FirewallCheck } from '../../api/firewall';
import { text } from '../../text';

const words = text.firewall.check;
const shown = 200;
/** Prefixes that a row names; a table with thousands of them would be of no use. */
const shownSources = 12;
const [differenceLabel, fromLabel, toLabel, portLabel] = words.columns;

type Row = {
  readonly difference: string;
  readonly from: string;
  readonly to?: string;
  readonly port?: number | null;
};

function rowsOf({ missing, wider, gone, unread }: FirewallCheck): Row[] {
  const { differences, anywhere } = words;
  const flows = (difference: string, all: FirewallCheck['missing']): Row[] =>
    [...Map.groupBy(all, ({ destination, port }) => `${destination} ${port}`).values()].map((group) => {
      const { destination, port } = group[0]!;
      const sources = group.map(({ source }) => (source === 'any' ? anywhere : source));
      const hidden = sources.length - shownSources;
      const shownText = sources.slice(0, shownSources).join(', ');
      const from = hidden > 0 ? words.moreSources(shownText, hidden) : shownText;
      return { difference, from, to: destination === 'any' ? anywhere : destination, port };
    });
  return [
    ...gone.map((line) => ({ difference: differences.gone, from: line })),
    ...flows(differences.missing, missing),
    ...flows(differences.wider, wider),
    ...unread.map((line) => ({ difference: differences.unread, from: line })),
  ];
}

/** What differs on a device: connections that it does not let in or should not, and lines that are gone or unclear. */
export function DriftTable({ report }: { readonly report: FirewallCheck }) {
  const rows = rowsOf(report);
  if (rows.length === 0) return null;
  return (
    <>
      <div className="card stacking">
        <Table verticalSpacing="xs" horizontalSpacing="md" role="table" aria-label={words.title}>
          <Table.Thead role="rowgroup">
            <Table.Tr role="row">
              {words.columns.map((column) => (
                <Table.Th key={column} role="columnheader">
                  {column}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody role="rowgroup">
            {rows.slice(0, shown).map(({ difference, from, to, port }) => (
              <Table.Tr key={`${difference} ${from} ${to} ${port}`} role="row">
                <Table.Td role="cell" data-label={differenceLabel}>
                  {difference}
                </Table.Td>
                <Table.Td role="cell" data-label={fromLabel}>
                  {from}
                </Table.Td>
                <Table.Td role="cell" data-label={toLabel}>
                  {to ?? '–'}
                </Table.Td>
                <Table.Td role="cell" data-label={portLabel}>
                  {port ?? '–'}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </div>
      {rows.length > shown && (
        <Text size="sm" className="soft">
          {words.more(rows.length - shown)}
        </Text>
      )}
    </>
  );
}
