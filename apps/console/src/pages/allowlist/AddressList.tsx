import { Button, Group, Text } from '@mantine/core';
import { isPrefix, parseEntry } from '@postern/core/prefix';
import { measureSize } from '@postern/core/prefix-set';
import { useQuery } from '@tanstack/react-query';
import {
  feedPath,
  listTextQuery,
  type FeedFormat,
  type Protocol,
  type AllowlistAnswer,
} from '../../api/allowlist';
import { problemOf, send } from '../../api/client';
import { CopyButton } from '../../components/CopyButton';
import { saveFile } from '../../components/save-file';
import { Icon } from '../../components/Icon';
import { LoadingPage } from '../../components/LoadingPage';
import { ProblemAlert } from '../../components/ProblemAlert';
import { Tag } from '../../components/Tag';
import { formatTime } from '../../components/When';
import { text } from '../../text';
import classes from './Allowlist.module.css';

type Props = {
  readonly protocol: Protocol;
  readonly dataCenter: string | undefined;
  readonly document: AllowlistAnswer;
};

const words = text.allowlist;
const formats: readonly FeedFormat[] = ['text', 'csv', 'json'];
const extensions = { text: 'txt', csv: 'csv', json: 'json' } as const;

/** One list as merged prefixes, with buttons to copy and download it, and the address of its feed. */
export function AddressList({ protocol, dataCenter, document }: Props) {
  const { data, error, refetch } = useQuery(listTextQuery(protocol, dataCenter));
  const moving = document.entries.filter((entry) => entry.protocol === protocol && entry.state !== 'active');
  if (error !== null) return <ProblemAlert problem={problemOf(error)} onRetry={() => void refetch()} />;
  if (data === undefined) return <LoadingPage />;
  const lines = data.split('\n').filter((line) => line !== '');
  const size = measureSize(lines.map(parseEntry).filter(isPrefix));
  const feed = new URL(feedPath(protocol, 'text', dataCenter), window.location.origin).href;
  const download = async (format: FeedFormat) => {
    const answer = await send(feedPath(protocol, format, dataCenter));
    saveFile(await answer.blob(), `postern-${protocol}.${extensions[format]}`);
  };
  return (
    <>
      <Group justify="space-between" gap="sm" mb="sm">
        <Text fw={600}>{words.count(lines.length, size)}</Text>
        <Group gap="xs" className={classes.actions}>
          <CopyButton value={data} label={words.copyAll} />
          {formats.map((format) => (
            <Button
              key={format}
              variant="default"
              leftSection={<Icon name="download" size={15} />}
              aria-label={words.download(words.formats[format])}
              onClick={() => void download(format)}
            >
              {words.formats[format]}
            </Button>
          ))}
        </Group>
      </Group>
      <ul className={`card ${classes.prefixes}`} aria-label={words.lists[protocol]} data-testid="prefixes">
        {lines.map((line) => (
          <li key={line} className="mono">
            {line}
          </li>
        ))}
      </ul>
      {moving.length > 0 && (
        <ul className={classes.moving}>
          {moving.map((entry) => (
            <li key={`${entry.cidr} ${entry.state}`}>
              <span className="mono">{entry.cidr}</span>{' '}
              <Tag tone={entry.state === 'announced' ? 'wait' : 'warn'}>{words.states[entry.state]}</Tag>{' '}
              <span className="soft">
                {words.movingDate(
                  entry.state,
                  formatDate(entry.state === 'announced' ? entry.activeFrom : entry.retireAfter),
                )}
              </span>
            </li>
          ))}
        </ul>
      )}
      <div className={classes.feed}>
        <Text size="sm" fw={600}>
          {words.feed}
        </Text>
        <Group gap="xs" wrap="nowrap" align="flex-start">
          <code className={classes.feedUrl}>{feed}</code>
          <CopyButton value={feed} label={words.copyFeed} isCompact />
        </Group>
        <Text size="sm" className="soft">
          {words.feedHelp}
        </Text>
      </div>
    </>
  );
}

function formatDate(at: string | null): string | null {
  return at === null ? null : formatTime(at);
}
