import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { publishedBaseQuery } from '../../api/allowlist-draft';
import { problemOf } from '../../api/client';
import { Icon } from '../../components/Icon';
import { LoadingPage } from '../../components/LoadingPage';
import { Page } from '../../components/Page';
import { ProblemAlert } from '../../components/ProblemAlert';
import { text } from '../../text';
import { Editor } from './Editor';

const words = text.allowlistEditor;

/** Writes, checks and publishes the allowlist; for the operator of the installation (R17 to R20). */
export function AllowlistEditorPage() {
  const { data, error, refetch } = useQuery(publishedBaseQuery);
  return (
    <Page
      title={words.title}
      lead={words.lead}
      actions={
        <Button
          variant="default"
          leftSection={<Icon name="list" size={16} />}
          renderRoot={(props) => <Link to="/allowlist" {...props} />}
        >
          {words.toList}
        </Button>
      }
    >
      {data === undefined && error === null && <LoadingPage />}
      {data === undefined && error !== null && (
        <ProblemAlert problem={problemOf(error)} onRetry={() => void refetch()} />
      )}
      {data && <Editor base={data} />}
    </Page>
  );
}
