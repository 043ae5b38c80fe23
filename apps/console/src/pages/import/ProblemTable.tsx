import { Table, Text } from '@mantine/core';
import type { InputProblem } from '@postern/client/problem-error';
import { text } from '../../text';

const shown = 200;

/** Which rows have to be repaired, and how. */
export function ProblemTable({ errors }: { readonly errors: readonly InputProblem[] }) {
  const words = text.import.problems;
  return (
    <>
      <Table.ScrollContainer
        minWidth={520}
        className="card"
        tabIndex={0}
        role="region"
        aria-label={words.title}
      >
        <Table verticalSpacing="xs" horizontalSpacing="md">
          <Table.Thead>
            <Table.Tr>
              {words.columns.map((column) => (
                <Table.Th key={column}>{column}</Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {errors.slice(0, shown).map(({ path, code, message, suggestion }) => {
              const [, row, field] = /^rows\[(\d+)\]\.?(.*)$/.exec(path) ?? [];
              return (
                <Table.Tr key={`${path} ${code}`}>
                  <Table.Td>{row === undefined ? '–' : Number(row) + 1}</Table.Td>
                  <Table.Td className="mono">{field ?? path}</Table.Td>
                  <Table.Td>{message}</Table.Td>
                  <Table.Td className="mono">{suggestion ?? ''}</Table.Td>
                </Table.Tr>
              );
            })}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      {errors.length > shown && (
        <Text size="sm" className="soft">
          {words.more(errors.length - shown)}
        </Text>
      )}
    </>
  );
}
