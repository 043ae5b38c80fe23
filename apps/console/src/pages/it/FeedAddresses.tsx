import { Group, Text, Title } from '@mantine/core';
import { feedPath } from '../../api/allowlist';
import { CopyButton } from '../../components/CopyButton';
import { text } from '../../text';
import classes from './ItPage.module.css';

const lists = ['imap', 'smtp'] as const;

/** The addresses of the lists, for firewalls that fetch them. */
export function FeedAddresses() {
  return (
    <section className={`card ${classes.card}`} aria-labelledby="feeds">
      <Title order={2} id="feeds" mb="sm">
        {text.it.feeds}
      </Title>
      {lists.map((list) => {
        const feed = new URL(feedPath(list, 'text', undefined), window.location.origin).href;
        return (
          <div key={list}>
            <Text size="sm" fw={600} mt="xs">
              {text.allowlist.lists[list]}
            </Text>
            <Group gap="xs" wrap="nowrap" align="flex-start">
              <code className={classes.feed}>{feed}</code>
              <CopyButton
                value={feed}
                label={`${text.allowlist.copyFeed}${text.formats.colon} ${text.allowlist.lists[list]}`}
                isCompact
              />
            </Group>
          </div>
        );
      })}
      <Text size="sm" className="soft" mt="sm">
        {text.it.feedsHelp}
      </Text>
    </section>
  );
}
