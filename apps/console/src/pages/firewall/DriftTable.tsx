import { Text } from '@mantine/core';
import type { FirewallCheck } from '../../api/firewall';
import { StackingTable } from '../../components/StackingTable';
import { text } from '../../text';

const words = text.firewall.check;
const shown = 200;
/** Prefixes that a row names; a table with thousands of them would be of no use. */
const shownSources = 12;

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
      <StackingTable
        label={words.title}
        columns={words.columns}
        rows={rows.slice(0, shown)}
        idOf={({ difference, from, to, port }) => `${difference} ${from} ${to} ${port}`}
        cells={[
          ({ difference }) => difference,
          ({ from }) => from,
          ({ to }) => to ?? '–',
          ({ port }) => port ?? '–',
        ]}
      />
      {rows.length > shown && (
        <Text size="sm" className="soft">
          {words.more(rows.length - shown)}
        </Text>
      )}
    </>
  );
}
