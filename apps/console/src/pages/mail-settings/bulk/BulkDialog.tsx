import { Modal } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import {
  beginBulkChange,
  previewBulkChange,
  type BulkAction,
  type Selection,
} from '../../../api/bulk-changes';
import { problemOf } from '../../../api/client';
import { LoadingList } from '../../../components/LoadingList';
import { Notice } from '../../../components/Notice';
import { ProblemAlert } from '../../../components/ProblemAlert';
import { text } from '../../../text';
import { BulkPreview } from './BulkPreview';
import { BulkProgress } from './BulkProgress';
import { HostForm, type HostChange } from './HostForm';

type Props = {
  readonly action: BulkAction['action'];
  readonly selection: Selection;
  readonly onClose: (isDone: boolean) => void;
};

const emptyHosts: HostChange = { action: 'set-host', from: '', to: '', servers: ['imap', 'smtp'] };

/** Asks what to change if it must, shows what would change, and follows the change to its end. */
export default function BulkDialog({ action, selection, onClose }: Props) {
  const [hosts, setHosts] = useState(emptyHosts);
  const wanted: BulkAction = action === 'set-host' ? hosts : { action };
  const preview = useMutation({ mutationFn: (of: BulkAction) => previewBulkChange(of, selection) });
  const change = useMutation({ mutationFn: () => beginBulkChange(wanted, preview.data!.domains) });
  const { mutate: look } = preview;
  useEffect(() => {
    if (action !== 'set-host') look({ action });
  }, [action, look]);
  const [isEnded, setIsEnded] = useState(false);
  const isRunning = change.data !== undefined && !isEnded;
  const problem = preview.error ?? change.error;
  const isForm = action === 'set-host' && preview.data === undefined;
  return (
    <Modal
      opened
      onClose={() => onClose(change.data !== undefined)}
      title={text.bulk.titles[action]}
      size={action === 'set-host' ? 860 : 'lg'}
      centered
      // While it runs, a stray click or key does not hide the progress; the button does.
      closeOnClickOutside={!isRunning}
      closeOnEscape={!isRunning}
    >
      {isForm && (
        <HostForm
          value={hosts}
          onChange={setHosts}
          loading={preview.isPending}
          submitError={preview.error === null ? null : problemOf(preview.error)}
          onSubmit={() => look(hosts)}
          onCancel={() => onClose(false)}
        />
      )}
      {!isForm && preview.isPending && <LoadingList />}
      {preview.data !== undefined && change.data === undefined && (
        <BulkPreview
          action={wanted}
          preview={preview.data}
          loading={change.isPending}
          onBack={action === 'set-host' ? preview.reset : null}
          onCancel={() => onClose(false)}
          onConfirm={() => change.mutate()}
        />
      )}
      {change.data !== undefined && (
        <BulkProgress id={change.data.id} onEnded={setIsEnded} onClose={() => onClose(true)} />
      )}
      {!isForm && problem !== null && <BulkProblem error={problem} />}
    </Modal>
  );
}

function BulkProblem({ error }: { readonly error: unknown }) {
  const problem = problemOf(error);
  if (problem.code !== 'conflict') return <ProblemAlert problem={problem} />;
  const { title, detail } = text.bulk.other;
  return (
    <Notice tone="warn" role="alert" title={title}>
      {detail}
    </Notice>
  );
}
