import { Group, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { changesQuery, type AllowlistAnswer } from '../../api/allowlist';
import { CopyButton } from '../../components/CopyButton';
import { Tag } from '../../components/Tag';
import { When } from '../../components/When';
import { text } from '../../text';
import classes from './Allowlist.module.css';

const words = text.allowlist;
const tones = { added: 'pass', removed: 'fail', state: 'wait' } as const;
const shown = 12;

/** Which list this is: revision, time, digest, and what the last revisions changed (B5). */
export function RevisionCard({ document }: { readonly document: AllowlistAnswer }) {
  const { data } = useQuery(changesQuery(document.revision));
  const changes = data?.data.toReversed() ?? [];
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
        <code className={classes.digest}>{document.sha256}</code>
        <CopyButton value={document.sha256} label={words.copyDigest} isCompact />
      </Group>
      <Title order={3} mt="md" mb={6}>
        {words.changes}
      </Title>
      {changes.length === 0 ? (
        <Text size="sm" className="soft">
          {words.noChanges}
        </Text>
      ) : (
        <ul className={classes.changes}>
          {changes.slice(0, shown).map(({ revision, change, entry, effectiveAt }) => (
            <li key={`${revision} ${change} ${entry.protocol} ${entry.cidr} ${entry.dataCenter ?? ''}`}>
              <Tag tone={tones[change]}>{words.changeKinds[change]}</Tag>{' '}
              <span className="mono">{entry.cidr}</span>
              <Text size="xs" className="soft">
                {words.changeAbout(entry.protocol, revision)}, <When at={effectiveAt} />
              </Text>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
