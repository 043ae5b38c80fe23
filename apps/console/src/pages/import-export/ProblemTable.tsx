import { Table, Text } from '@mantine/core';
import type { InputProblem } from '@postern/client/problem-error';
import { text } from '../../text';
import { fieldLabel } from '../../text/field-labels';

const shown = 200;
const words = text.importExport.problems;
const [lineLabel, columnLabel, wrongLabel, suggestionLabel] = words.columns;

/** The lines with errors, with what is wrong and the suggested value. */
export function ProblemTable({ errors }: { readonly errors: readonly InputProblem[] }) {
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
            {errors.slice(0, shown).map((error) => {
              const { line, field, message } = located(error);
              return (
                <Table.Tr key={`${error.path} ${error.code}`} role="row">
                  <Table.Td role="cell" data-label={lineLabel}>
                    {line}
                  </Table.Td>
                  <Table.Td role="cell" data-label={columnLabel}>
                    {field === '' ? '–' : fieldLabel(field)}
                  </Table.Td>
                  <Table.Td role="cell" data-label={wrongLabel}>
                    {message}
                  </Table.Td>
                  <Table.Td role="cell" data-label={suggestionLabel} className="mono">
                    {error.suggestion}
                  </Table.Td>
                </Table.Tr>
              );
            })}
          </Table.Tbody>
        </Table>
      </div>
      {errors.length > shown && (
        <Text size="sm" className="soft">
          {words.more(errors.length - shown)}
        </Text>
      )}
    </>
  );
}

/** The line number, which the API puts in front of its message, or else the number of the row. */
function located({ path, code, message }: InputProblem) {
  const [, row, inner] = /^rows\[(\d+)\]\.?(.*)$/.exec(path) ?? [];
  const [, line, rest] = /^Line (\d+): (.*)$/s.exec(message) ?? [];
  const field = inner ?? path;
  return {
    line: line ?? (row === undefined ? '–' : String(Number(row) + 1)),
    field,
    message: text.form.messageFor(field, code) ?? rest ?? message,
  };
}
