import { Button } from '@mantine/core';
import type { InputProblem } from '@postern/client/problem-error';
import { text } from '../text';
import classes from './FieldError.module.css';
import { errorText } from './error-text';

type Props = { readonly problem: InputProblem | undefined; readonly onRepair: (value: string) => void };

/** What is wrong with a field, and a button with the suggested value. */
export function FieldError({ problem, onRepair }: Props) {
  if (problem === undefined) return null;
  const { suggestion } = problem;
  return (
    <span role="alert" className={classes.error}>
      {errorText(problem)}
      {suggestion !== undefined && (
        <Button
          component="button"
          type="button"
          size="compact-xs"
          variant="default"
          onClick={() => onRepair(suggestion)}
        >
          {text.form.use(suggestion)}
        </Button>
      )}
    </span>
  );
}
