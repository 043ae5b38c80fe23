import { Group, Skeleton, Text, Title } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { problemOf } from '../api/client';
import { isPending } from '../api/mail-settings';
import { ProblemAlert } from '../components/ProblemAlert';
import { StateBadge } from '../components/StateBadge';
import type { Fields } from '../form/use-fields';
import { useVerification } from './use-verification';
import classes from './Verification.module.css';
import { VerificationReport } from './VerificationReport';

type Props = {
  readonly id: string;
  readonly fields: Fields;
  readonly heading: string;
};

/** Shows a verification that was just started, step by step while it runs. */
export function LiveVerification({ id, fields, heading }: Props) {
  const { data, error, refetch } = useVerification(id);
  const section = useRef<HTMLElement>(null);
  const isSettled = data !== undefined && !isPending(data.state);
  useEffect(() => {
    section.current?.scrollIntoView({ block: 'start' });
    // The focus stays where somebody is typing.
    if (!document.activeElement?.matches('input, select, textarea'))
      section.current?.focus({ preventScroll: true });
  }, [id, isSettled]);
  return (
    <section ref={section} tabIndex={-1} className={classes.live} aria-label={heading} aria-live="polite">
      <Group justify="space-between" mb="md">
        <Title order={2}>{heading}</Title>
        {data && <StateBadge state={data.state} />}
      </Group>
      {data?.wait && (
        <Text size="sm" mb="md">
          {data.wait.text}
        </Text>
      )}
      {data && <VerificationReport verification={data} fields={fields} />}
      {!data &&
        (error === null ? (
          <Skeleton h={160} />
        ) : (
          <ProblemAlert problem={problemOf(error)} onRetry={() => void refetch()} />
        ))}
    </section>
  );
}
