import { Button, Group, Progress, Stack, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { bulkChangeQuery, stopBulkChange, type BulkChange } from '../../../api/bulk-changes';
import { problemOf } from '../../../api/client';
import { settingsKey } from '../../../api/mail-settings';
import { Notice } from '../../../components/Notice';
import { ProblemAlert } from '../../../components/ProblemAlert';
import { StackingTable } from '../../../components/StackingTable';
import { text } from '../../../text';

const words = text.bulk;
const failuresShown = 200;

type Props = {
  readonly id: string;
  /** Called once with the change that has ended. */
  readonly onEnded?: (change: BulkChange) => void;
  readonly onClose: () => void;
};

/** How far a change of many domains is, a button that stops it, and at the end what was left as it was. */
export default function BulkProgress({ id, onEnded, onClose }: Props) {
  const queries = useQueryClient();
  const { data, error } = useQuery(bulkChangeQuery(id));
  const stop = useMutation({ mutationFn: () => stopBulkChange(id) });
  const isEnded = data !== undefined && data.state !== 'running';
  useEffect(() => {
    if (!isEnded) return;
    onEnded?.(data);
    void queries.invalidateQueries({ queryKey: settingsKey });
  }, [isEnded, data, onEnded, queries]);
  const done = data?.processed ?? 0;
  const all = data?.domains ?? 0;
  return (
    <Stack gap="sm">
      {!isEnded && (
        <>
          <Progress value={all === 0 ? 0 : (done / all) * 100} aria-label={words.progressLabel} />
          <Text size="sm" role="status">
            {words.progress(done, all)}
          </Text>
          <Text size="sm">{stop.isSuccess ? words.stopping : words.goesOn}</Text>
        </>
      )}
      {isEnded && <Ending change={data} />}
      {error !== null && <ProblemAlert problem={problemOf(error)} />}
      {stop.isError && <ProblemAlert problem={problemOf(stop.error)} />}
      <Group justify="flex-end">
        {!isEnded && (
          <Button
            variant="default"
            loading={stop.isPending}
            disabled={stop.isSuccess}
            onClick={() => stop.mutate()}
          >
            {words.stop}
          </Button>
        )}
        <Button variant={isEnded ? 'filled' : 'default'} onClick={onClose} autoFocus>
          {words.close}
        </Button>
      </Group>
    </Stack>
  );
}

function Ending({ change }: { readonly change: BulkChange }) {
  const { state, changed, domains, failures } = change;
  const isWhole = state === 'done' && failures.length === 0;
  const sentence = state === 'running' ? '' : words.ended[state](changed, domains);
  return (
    <>
      <Notice tone={isWhole ? 'pass' : 'warn'} role="status" title={sentence}>
        {failures.length > 0 && words.failed(failures.length)}
      </Notice>
      {failures.length > 0 && (
        <StackingTable
          label={words.failed(failures.length)}
          columns={[words.columns.domain, words.columns.why]}
          rows={failures.slice(0, failuresShown)}
          idOf={({ domain }) => domain}
          cells={[({ domain }) => domain, ({ code }) => words.why[code]]}
        />
      )}
      {failures.length > failuresShown && (
        <Text size="sm" className="soft">
          {words.more(failures.length - failuresShown)}
        </Text>
      )}
    </>
  );
}
