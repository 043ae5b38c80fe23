import { Button, Modal, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, useState } from 'react';
import { bulkChangeQuery } from '../../../api/bulk-changes';
import { problemOf } from '../../../api/client';
import { Notice } from '../../../components/Notice';
import { text } from '../../../text';
import { forgetChange, useLeftChange } from './running-change';

const BulkProgress = lazy(() => import('./BulkProgress'));
const words = text.bulk;

/** A banner about a change of many domains that was left or whose page was loaded again; it leads to its progress. */
export function RunningChange({ account }: { readonly account: string }) {
  const id = useLeftChange(account);
  const { data, error } = useQuery({ ...bulkChangeQuery(id ?? ''), enabled: id !== null });
  const [isOpen, setOpen] = useState(false);
  const isForgotten = error !== null && problemOf(error).code === 'not-found';
  useEffect(() => {
    if (isForgotten) forgetChange(account);
  }, [isForgotten, account]);
  if (id === null || data === undefined) return null;
  const { state, action, processed, changed, domains } = data;
  const isRunning = state === 'running';
  const close = () => {
    setOpen(false);
    if (!isRunning) forgetChange(account);
  };
  return (
    <>
      <Notice
        tone={isRunning ? 'wait' : 'idle'}
        role="status"
        title={isRunning ? words.running : words.ended[state](changed, domains)}
        {...(!isRunning && { onClose: close })}
      >
        {isRunning && <Text size="sm">{words.progress(processed, domains)}</Text>}
        <Button mt="xs" size="xs" variant="default" onClick={() => setOpen(true)}>
          {words.show}
        </Button>
      </Notice>
      <Modal opened={isOpen} onClose={close} title={words.titles[action]} size="lg" centered>
        <Suspense>{isOpen && <BulkProgress id={id} onClose={close} />}</Suspense>
      </Modal>
    </>
  );
}
