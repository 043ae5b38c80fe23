import { Button, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, type ReactNode } from 'react';
import { problemOf } from '../../api/client';
import { settingsKey } from '../../api/mail-settings';
import { Notice } from '../../components/Notice';
import { ProblemAlert } from '../../components/ProblemAlert';
import { text } from '../../text';
import classes from './MailSettings.module.css';

const offeredMs = 10_000;
type Props = {
  /** What was done. */
  readonly children: ReactNode;
  readonly undo: () => Promise<unknown>;
  readonly onClose: () => void;
};

/** Says what was done, and offers for ten seconds to undo it. */
export function UndoNotice({ children, undo, onClose }: Props) {
  const queries = useQueryClient();
  const undoing = useMutation({
    mutationFn: undo,
    onSuccess: async () => {
      onClose();
      await queries.invalidateQueries({ queryKey: settingsKey });
    },
  });
  const { isIdle } = undoing;
  useEffect(() => {
    if (!isIdle) return;
    const timer = setTimeout(onClose, offeredMs);
    return () => clearTimeout(timer);
  }, [isIdle, onClose]);
  return (
    <div className={classes.undo}>
      {undoing.isError ? (
        <ProblemAlert problem={problemOf(undoing.error)} onRetry={() => undoing.mutate()} />
      ) : (
        <Notice tone="idle" role="status" onClose={onClose}>
          <Text size="sm">{children}</Text>
          <Button
            mt="xs"
            size="xs"
            variant="default"
            loading={undoing.isPending}
            onClick={() => undoing.mutate()}
          >
            {text.mailSettings.deletion.undo}
          </Button>
        </Notice>
      )}
    </div>
  );
}
