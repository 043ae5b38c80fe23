import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { problemOf } from '../../api/client';
import { settingsQuery } from '../../api/mail-settings';
import { ProblemAlert } from '../../components/ProblemAlert';
import { EditForm } from './EditForm';

/** The settings of one domain beside what their verification found. */
export function EditSettings({ domain }: { readonly domain: string }) {
  const { data, error, refetch } = useQuery(settingsQuery(domain));
  if (data !== undefined) return <EditForm settings={data} onReload={async () => (await refetch()).data} />;
  return error === null ? (
    <Skeleton h={420} />
  ) : (
    <ProblemAlert problem={problemOf(error)} onRetry={() => void refetch()} />
  );
}
