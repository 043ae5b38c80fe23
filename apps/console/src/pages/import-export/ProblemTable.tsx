import { Button, Group, Text } from '@mantine/core';
import type { InputProblem } from '@postern/client/problem-error';
import { useMemo, useState } from 'react';
import { StackingTable } from '../../components/StackingTable';
import { text } from '../../text';
import { cellAt, type Applied, type Suggestion } from './apply-suggestion';
import { CellCorrection } from './CellCorrection';
import { placeProblem, valueFor, type PlacedProblem } from './problem-place';

/** So many rows with a field each are drawn at once without a wait. */
const rowsAtOnce = 200;
const words = text.importExport.problems;

type Props = {
  /** The rows that the errors are of. */
  readonly content: string;
  readonly errors: readonly InputProblem[];
  /** Puts values into the rows and returns those whose place was found. */
  readonly onApply: (suggestions: readonly Suggestion[]) => readonly Applied[];
  /** Empties a line; false if it is not a whole row. */
  readonly onLeaveOut: (line: number) => boolean;
};

/** The lines with errors, with what is wrong, and what can be done: use a suggested value, write another, leave the line out. */
export function ProblemTable({ content, errors, onApply, onLeaveOut }: Props) {
  /** What was done about an error, by its key. */
  const [done, setDone] = useState<Readonly<Record<string, string>>>({});
  const [shown, setShown] = useState(rowsAtOnce);
  const [leftOut, setLeftOut] = useState<readonly number[]>([]);
  const problems = useMemo(() => errors.map(placeProblem), [errors]);
  const lines = useMemo(() => content.split(/\r?\n/), [content]);
  const isOpen = ({ key, line }: PlacedProblem) =>
    done[key] === undefined && (line === null || !leftOut.includes(line));
  const put = (some: readonly (readonly [PlacedProblem, string | null])[]) => {
    const applied = onApply(some.flatMap(([problem, value]) => valueFor(problem, value) ?? []));
    const byPlace = new Map(applied.map((one) => [`${one.suggestion.line} ${one.suggestion.path}`, one]));
    const byValue = new Map(
      applied
        .filter(({ suggestion }) => suggestion.isForAll)
        .map((one) => [`${one.suggestion.column} ${one.old}`, one]),
    );
    const appliedTo = ({ line, column, field, isOfValue }: PlacedProblem) =>
      byPlace.get(`${line} ${field}`) ??
      (isOfValue && line !== null && column !== null
        ? byValue.get(`${column} ${cellAt(lines, line, column)}`)
        : undefined);
    const now = problems.filter(isOpen).flatMap((problem) => {
      const found = appliedTo(problem);
      return found === undefined ? [] : [[problem.key, words.applied(found.suggestion.value, found.rows)]];
    });
    setDone((before) => ({ ...before, ...Object.fromEntries(now) }));
  };
  const suggested = problems.filter((problem) => isOpen(problem) && problem.suggestion !== null);
  const repairOf = (problem: PlacedProblem) => {
    if (!isOpen(problem)) return done[problem.key] ?? words.leftOut;
    const { suggestion, line, column, label } = problem;
    if (suggestion !== null)
      return (
        <Button size="compact-sm" variant="default" onClick={() => put([[problem, suggestion]])}>
          {text.form.use(suggestion)}
        </Button>
      );
    if (line === null || column === null) return null;
    return (
      <CellCorrection
        label={words.correction(label, String(line))}
        value={cellAt(lines, line, column)}
        onCorrect={(value) => put([[problem, value]])}
      />
    );
  };
  const leave = (line: number) => {
    if (onLeaveOut(line)) setLeftOut((before) => [...before, line]);
  };
  return (
    <>
      {suggested.length > 1 && (
        <Group>
          <Button
            size="xs"
            variant="default"
            onClick={() => put(suggested.map((problem) => [problem, problem.suggestion]))}
          >
            {words.applyAll(suggested.length)}
          </Button>
        </Group>
      )}
      <StackingTable
        label={words.title}
        columns={words.columns}
        rows={problems.slice(0, shown)}
        idOf={({ key }) => key}
        cells={[({ line }) => line ?? '–', ({ label }) => label, ({ message }) => message, repairOf]}
        action={{
          heading: words.actions,
          of: (problem) =>
            isOpen(problem) &&
            problem.line !== null && (
              <Button size="compact-sm" variant="subtle" onClick={() => leave(problem.line!)}>
                {words.leaveOut}
                <span className="visuallyHidden"> {words.ofLine(String(problem.line))}</span>
              </Button>
            ),
        }}
      />
      {problems.length > shown && (
        <Group>
          <Button size="xs" variant="default" onClick={() => setShown(shown + rowsAtOnce)}>
            {words.more(Math.min(problems.length - shown, rowsAtOnce))}
          </Button>
        </Group>
      )}
      {problems.some((problem) => !isOpen(problem)) && <Text size="sm">{words.again}</Text>}
    </>
  );
}
