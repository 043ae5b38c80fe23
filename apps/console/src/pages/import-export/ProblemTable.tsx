import { Button, Group, Text } from '@mantine/core';
import type { InputProblem } from '@postern/client/problem-error';
import { useState } from 'react';
import { StackingTable } from '../../components/StackingTable';
import { text } from '../../text';
import { fieldLabel } from '../../text/field-labels';
import type { Suggestion } from './apply-suggestion';

const shown = 200;
const words = text.importExport.problems;

type Props = {
  readonly errors: readonly InputProblem[];
  /** Puts suggested values into the rows and returns those whose place was found. */
  readonly onApply: (suggestions: readonly Suggestion[]) => readonly Suggestion[];
};

/** The lines with errors, with what is wrong and a button for each suggested value. */
export function ProblemTable({ errors, onApply }: Props) {
  const [applied, setApplied] = useState<readonly string[]>([]);
  const apply = (some: readonly InputProblem[]) => {
    const done = onApply(some.flatMap(suggestionOf)).map(keyOf);
    setApplied((before) => [...before, ...done]);
  };
  const open = errors.filter((error) =>
    suggestionOf(error).some((suggestion) => !applied.includes(keyOf(suggestion))),
  );
  const suggestionCell = (error: InputProblem) =>
    open.includes(error) ? (
      <Button size="compact-sm" variant="default" onClick={() => apply([error])}>
        {text.form.use(error.suggestion!)}
      </Button>
    ) : (
      error.suggestion !== undefined && words.applied(error.suggestion)
    );
  return (
    <>
      {open.length > 1 && (
        <Group>
          <Button size="xs" variant="default" onClick={() => apply(open)}>
            {words.applyAll(open.length)}
          </Button>
        </Group>
      )}
      <StackingTable
        label={words.title}
        columns={words.columns}
        rows={errors.slice(0, shown)}
        idOf={({ path, code }) => `${path} ${code}`}
        cells={[
          (error) => located(error).line,
          (error) => fieldLabel(located(error).field) || '–',
          (error) => located(error).message,
          suggestionCell,
        ]}
      />
      {errors.length > shown && (
        <Text size="sm" className="soft">
          {words.more(errors.length - shown)}
        </Text>
      )}
    </>
  );
}

function suggestionOf(error: InputProblem): Suggestion[] {
  const { line, column, field } = located(error);
  if (error.suggestion === undefined || line === '–') return [];
  return [{ line: Number(line), column, path: field, value: error.suggestion }];
}

function keyOf({ line, path }: Suggestion): string {
  return `${line} ${path}`;
}

/** The line number, which the API puts in front of its message, or else the number of the row. */
function located({ path, code, message }: InputProblem) {
  const [, row, inner] = /^rows\[(\d+)\]\.?(.*)$/.exec(path) ?? [];
  const [, line, column, rest] = /^Line (\d+)(?:, column ([A-Z]+)[^:]*)?: (.*)$/s.exec(message) ?? [];
  const field = inner ?? path;
  return {
    column: column ?? null,
    line: line ?? (row === undefined ? '–' : String(Number(row) + 1)),
    field,
    message: text.form.messageFor(field, code) ?? rest ?? message,
  };
}
