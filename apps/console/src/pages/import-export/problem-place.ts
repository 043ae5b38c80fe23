import type { InputProblem } from '@postern/client/problem-error';
import { messageFor } from '../../form/message-for';
import { fieldLabel, pathOfColumn } from '../../text/field-labels';
import type { Suggestion } from './apply-suggestion';

/** The place and the text of an error of an import, as its table shows them. */
export type PlacedProblem = {
  readonly key: string;
  /** The number of the line; `null` if the error is not of one line. */
  readonly line: number | null;
  /** The letters of the column of a CSV; `null` if the error is not of one cell. */
  readonly column: string | null;
  /** The field as the API names it. */
  readonly field: string;
  readonly label: string;
  readonly message: string;
  readonly suggestion: string | null;
  /** Whether the value is wrong whatever the rest of the row and the other rows are. */
  readonly isOfValue: boolean;
};

const codesOfRows = [
  'domain-is-public-suffix',
  'duplicate-domain',
  'kind-is-fixed',
  'kind-unclear',
  'tls-mode-needed',
  'unknown-field',
];

/** The line number, which the API puts in front of its message, or else the number of the row. */
export function placeProblem({ path, code, message, suggestion }: InputProblem): PlacedProblem {
  const [, row, inner] = /^rows\[(\d+)\]\.?(.*)$/.exec(path) ?? [];
  const [, line, column, rest] = /^Line (\d+)(?:, column ([A-Z]+)[^:]*)?: (.*)$/s.exec(message) ?? [];
  const field = inner ?? path;
  const number = line ?? (row === undefined ? null : String(Number(row) + 1));
  return {
    key: `${path} ${code}`,
    line: number === null ? null : Number(number),
    column: column ?? null,
    field,
    label: fieldLabel(pathOfColumn(field)) || '–',
    message: messageFor(field, code) ?? rest ?? message,
    suggestion: suggestion ?? null,
    isOfValue: !codesOfRows.includes(code),
  };
}

/** A value for the place of an error; `null` if that is not one cell or field. */
export function valueFor(
  { line, column, field, isOfValue }: PlacedProblem,
  value: string | null,
): Suggestion | null {
  if (value === null || line === null) return null;
  return { line, column, path: field, value, isForAll: isOfValue };
}
