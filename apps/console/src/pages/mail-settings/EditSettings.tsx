import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { problemOf } from '../../api/client';
import { settingsQuery } from '../../api/mail-settings';
import { ProblemAlert } from '../../components/ProblemAlert';
import { EditForm } from './EditForm';

type Props = { readonly domain: string; readonly onReplace: () => void };

/** The settings of one domain beside what their verification found. */
export function EditSettings({ domain, onReplace }: Props) {
  const { data, error, refetch } = useQuery(settingsQuery(domain));
  if (data !== undefined)
    return <EditForm settings={data} onReload={async () => (await refetch()).data} onReplace={onReplace} />;
  return error === null ? (
    <Skeleton h={420} />
  ) : (
    <ProblemAlert problem={problemOf(error)} onRetry={() => void refetch()} />
  );
}
