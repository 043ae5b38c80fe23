import { Button, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { text } from '../../text';
import classes from './ImportExport.module.css';

const words = text.importExport.problems;

type Props = {
  /** The name of the cell for screen readers. */
  readonly label: string;
  /** What the cell contains now. */
  readonly value: string;
  readonly onCorrect: (value: string) => void;
};

/** A field for the right value of a cell that has no suggestion. */
export function CellCorrection({ label, value, onCorrect }: Props) {
  const [typed, setTyped] = useState(value);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onCorrect(typed.trim());
  };
  return (
    <form className={classes.correction} onSubmit={submit}>
      <TextInput
        size="xs"
        aria-label={label}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <Button type="submit" size="compact-sm" variant="default" disabled={typed.trim() === value}>
        {words.correct}
        <span className="visuallyHidden">
          {text.formats.colon} {label}
        </span>
      </Button>
    </form>
  );
}
