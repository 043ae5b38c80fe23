import { Modal } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import {
  beginBulkChange,
  previewBulkChange,
  type BulkAction,
  type BulkChange,
  type Selection,
} from '../../../api/bulk-changes';
import { problemOf } from '../../../api/client';
import { LoadingList } from '../../../components/LoadingList';
import { Notice } from '../../../components/Notice';
import { ProblemAlert } from '../../../components/ProblemAlert';
import { text } from '../../../text';
import { BulkPreview } from './BulkPreview';
import BulkProgress from './BulkProgress';
import { HostForm, type HostChange } from './HostForm';
import { forgetChange, leaveChange, rememberChange } from './running-change';
import { deletedOf, keepSettings, type KeptSettings } from './undo-deletion';

type Props = {
  readonly action: BulkAction['action'];
  readonly selection: Selection;
  readonly account: string;
  /** Called with whether anything was changed, and with the settings that were deleted. */
  readonly onClose: (isDone: boolean, deleted: KeptSettings) => void;
};

const emptyHosts: HostChange = { action: 'set-host', from: '', to: '', servers: ['imap', 'smtp'] };

/** Asks what to change if it must, shows what would change, and follows the change to its end. */
export default function BulkDialog({ action, selection, account, onClose }: Props) {
  const [hosts, setHosts] = useState(emptyHosts);
  const wanted: BulkAction = action === 'set-host' ? hosts : { action };
  const preview = useMutation({ mutationFn: (of: BulkAction) => previewBulkChange(of, selection) });
  const change = useMutation({
    mutationFn: async () => {
      const { domains } = preview.data!;
      const kept = action === 'delete' ? await keepSettings(domains) : [];
      const { id } = await beginBulkChange(wanted, domains);
      rememberChange(account, id);
      return { id, domains, kept };
    },
  });
  const { mutate: look } = preview;
  useEffect(() => {
    if (action !== 'set-host') look({ action });
  }, [action, look]);
  const [ended, setEnded] = useState<BulkChange | null>(null);
  const isRunning = change.data !== undefined && ended === null;
  const close = () => {
    if (change.data === undefined) return onClose(false, []);
    if (ended === null) leaveChange();
    else forgetChange(account);
    onClose(true, ended === null ? [] : deletedOf(change.data.kept, change.data.domains, ended));
  };
  const problem = preview.error ?? change.error;
  const isForm = action === 'set-host' && preview.data === undefined;
  return (
    <Modal
      opened
      onClose={close}
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
          onCancel={close}
        />
      )}
      {!isForm && preview.isPending && <LoadingList />}
      {preview.data !== undefined && change.data === undefined && (
        <BulkPreview
          action={wanted}
          preview={preview.data}
          loading={change.isPending}
          onBack={action === 'set-host' ? preview.reset : null}
          onCancel={close}
          onConfirm={() => change.mutate()}
        />
      )}
      {change.data !== undefined && <BulkProgress id={change.data.id} onEnded={setEnded} onClose={close} />}
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
