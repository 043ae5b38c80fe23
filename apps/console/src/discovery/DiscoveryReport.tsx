import { Button, Collapse, Group, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useId, useState, type ReactNode } from 'react';
import type { Candidate, Discovery } from '../api/discoveries';
import { problemOf } from '../api/client';
import { Icon } from '../components/Icon';
import { Notice } from '../components/Notice';
import { ProblemAlert } from '../components/ProblemAlert';
import { Tag } from '../components/Tag';
import { text } from '../text';
import classes from './Discovery.module.css';
import { SourceList } from './SourceList';
import { useDiscovery } from './use-discovery';

const words = text.discovery;

type Props = {
  readonly id: string;
  /** The card of a candidate. */
  readonly children: (candidate: Candidate, discovery: Discovery) => ReactNode;
  /** Which candidates are shown; all unless given. */
  readonly isShown?: (candidate: Candidate) => boolean;
};

/** A search for servers: each place as it answers, then the proposals. Its end is announced. */
export function DiscoveryReport({ id, children, isShown = () => true }: Props) {
  const { data, error, refetch } = useDiscovery(id);
  if (data === undefined)
    return error === null ? (
      <Skeleton h={120} />
    ) : (
      <ProblemAlert problem={problemOf(error)} onRetry={() => void refetch()} />
    );
  const candidates = data.candidates.filter(isShown);
  const isRunning = data.state === 'running';
  return (
    <section className={classes.report} aria-label={words.heading(data.domain)}>
      <Group justify="space-between" gap="xs">
        <Title order={3}>{words.heading(data.domain)}</Title>
        <Tag tone={isRunning ? 'wait' : 'idle'} icon={isRunning ? 'search' : undefined}>
          {isRunning ? words.searching : words.found(candidates.length)}
        </Tag>
      </Group>
      <span className="visuallyHidden" role="status">
        {isRunning ? `${words.searching}. ${words.atMost}` : words.finished(data.domain, candidates.length)}
      </span>
      {isRunning && (
        <Text size="sm" className="soft">
          {data.wait?.text ?? words.atMost}
        </Text>
      )}
      {!isRunning && candidates.length === 0 && <NothingFound discovery={data} />}
      {candidates.length > 0 && (
        <ul className={classes.candidates} aria-label={words.proposals}>
          {candidates.map((candidate) => children(candidate, data))}
        </ul>
      )}
      <Sources discovery={data} isLong={!isRunning && candidates.length > 0} />
    </section>
  );
}

function NothingFound({ discovery: { sources } }: { readonly discovery: Discovery }) {
  const silent = sources.filter(({ state }) => state === 'unreachable').length;
  return (
    <Notice tone="warn" title={words.none}>
      <Text size="sm">
        {silent > 0 && words.silent(silent)} {words.noneHelp}
      </Text>
    </Notice>
  );
}

/** The places that were asked; folded once there are proposals, so that these come first. */
function Sources({ discovery, isLong }: { readonly discovery: Discovery; readonly isLong: boolean }) {
  const [isOpen, setIsOpen] = useState(false);
  const id = useId();
  if (!isLong) return <SourceList discovery={discovery} />;
  return (
    <Stack gap={4}>
      <Button
        variant="subtle"
        size="compact-sm"
        ml={-8}
        className={classes.toggle}
        leftSection={<Icon name={isOpen ? 'chevronDown' : 'chevronRight'} size={14} />}
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => setIsOpen(!isOpen)}
      >
        {words.sources(discovery.sources.length)}
      </Button>
      <Collapse id={id} expanded={isOpen}>
        <SourceList discovery={discovery} />
      </Collapse>
    </Stack>
  );
}
