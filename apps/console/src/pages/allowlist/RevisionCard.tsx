import { Group, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { changesQuery, type AllowlistAnswer } from '../../api/allowlist';
import { problemOf } from '../../api/client';
import { CopyButton } from '../../components/CopyButton';
import { ProblemAlert } from '../../components/ProblemAlert';
import { When } from '../../components/When';
import { text } from '../../text';
import classes from './Allowlist.module.css';
import { ChangeList } from './ChangeList';

const words = text.allowlist;

/** The list's revision, time, digest and latest changes (B5). */
export function RevisionCard({ document }: { readonly document: AllowlistAnswer }) {
  const { data, error, refetch } = useQuery(changesQuery(document.revision));
  return (
    <section className={`card ${classes.card}`} aria-label={words.revisionTitle}>
      <Title order={2}>{words.revision(document.revision)}</Title>
      <Text size="sm" className="soft">
        {words.published(document.vendor)} <When at={document.publishedAt} />
      </Text>
      <Text size="sm" mt="sm" fw={600}>
        {words.digest}
      </Text>
      <Group gap={4} wrap="nowrap" align="flex-start">
        <code className={classes.digest} data-testid="digest">
          {document.sha256}
        </code>
        <CopyButton value={document.sha256} label={words.copyDigest} isCompact />
      </Group>
      <Title order={3} mt="md" mb={6}>
        {words.changes}
      </Title>
      {error !== null && <ProblemAlert problem={problemOf(error)} onRetry={() => void refetch()} />}
      {data && <ChangeList revision={document.revision} changes={data.data} labels={document.dataCenters} />}
    </section>
  );
}
