import { Button } from '@mantine/core';
import type { Ref } from 'react';
import { text } from '../../text';
import classes from './AllowlistEditor.module.css';

const words = text.allowlistEditor;

type Props = {
  /** The revision that the draft began with, or was last compared with. */
  readonly revision: number;
  readonly lastChange: string | null;
  readonly undoButton: Ref<HTMLButtonElement>;
  readonly onUndo: () => void;
  readonly onStartAgain: () => void;
};

/** What was changed last, with buttons that take back that or all changes. */
export function ChangeBar({ revision, lastChange, undoButton, onUndo, onStartAgain }: Props) {
  return (
    <div className={classes.bar}>
      <span className="soft">{words.basedOn(revision)}</span>
      <span role="status">{lastChange}</span>
      {lastChange !== null && (
        <>
          <Button ref={undoButton} size="compact-sm" variant="default" onClick={onUndo}>
            {words.undo}
          </Button>
          <Button size="compact-sm" variant="subtle" onClick={onStartAgain}>
            {words.startAgain}
          </Button>
        </>
      )}
    </div>
  );
}
