import { Button, Text } from '@mantine/core';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import type { Selection } from '../../../api/bulk-changes';
import { Icon } from '../../../components/Icon';
import type { IconName } from '../../../components/icon-paths';
import { text } from '../../../text';
import classes from './Bulk.module.css';
import type { KeptSettings } from './undo-deletion';

const BulkDialog = lazy(() => import('./BulkDialog'));
const ExportDialog = lazy(() => import('./ExportDialog'));

const words = text.bulk;
type Action = keyof typeof words.actions;
const icons: Record<Action, IconName> = {
  verify: 'play',
  'set-host': 'pencil',
  export: 'download',
  delete: 'trash',
};

type Props = {
  readonly count: number;
  readonly selection: Selection;
  readonly account: string;
  /** Called when the selected domains were changed, or are selected no more, with the settings that were deleted. */
  readonly onDone: (deleted: KeptSettings) => void;
};

/** What can be done with the selected domains. */
export function SelectionBar({ count, selection, account, onDone }: Props) {
  const [action, setAction] = useState<Action | null>(null);
  const opener = useRef<HTMLButtonElement>(null);
  const close = (isDone: boolean, deleted: KeptSettings) => {
    setAction(null);
    if (isDone) onDone(deleted);
  };
  // Mantine 9.7 gives the focus back when a dialog is closed, and not when it is removed.
  useEffect(() => {
    if (action === null) opener.current?.focus();
  }, [action]);
  return (
    <section className={classes.bar} aria-label={words.region}>
      <Text fw={600} size="sm" role="status">
        {words.selected(count)}
      </Text>
      <div className={classes.barActions}>
        {(Object.keys(icons) as Action[]).map((name) => (
          <Button
            key={name}
            size="xs"
            variant="default"
            leftSection={<Icon name={icons[name]} size={15} />}
            onClick={(event) => {
              opener.current = event.currentTarget;
              setAction(name);
            }}
          >
            {words.actions[name]}
          </Button>
        ))}
        <Button size="xs" variant="subtle" color="gray" c="inherit" onClick={() => onDone([])}>
          {words.clear}
        </Button>
      </div>
      <Suspense>
        {action === 'export' && (
          <ExportDialog count={count} selection={selection} onClose={() => close(false, [])} />
        )}
        {action !== null && action !== 'export' && (
          <BulkDialog action={action} selection={selection} account={account} onClose={close} />
        )}
      </Suspense>
    </section>
  );
}
