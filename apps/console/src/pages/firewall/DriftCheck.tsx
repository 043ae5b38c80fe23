import { Button, Group, NativeSelect, Stack, Text, Textarea, Title } from '@mantine/core';
import type { components } from '@postern/client/generated/openapi';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { problemOf } from '../../api/client';
import { checkDevice, type CheckInput } from '../../api/firewall';
import { CodeBlock } from '../../components/CodeBlock';
import { CopyButton } from '../../components/CopyButton';
import { FileDrop } from '../../components/FileDrop';
import { Notice } from '../../components/Notice';
import { ProblemAlert } from '../../components/ProblemAlert';
import { text } from '../../text';
import { targetText } from '../../text/target-text';
import { DriftTable } from './DriftTable';
import { ExclusiveWarning } from './ExclusiveWarning';
import { FileTabs } from './RenderedFiles';

const words = text.firewall.check;
const tones = { same: 'pass', drifted: 'fail', unknown: 'warn' } as const;
const lists = ['imap', 'smtp', 'exchange', 'webhook'] as const;

type Props = {
  readonly target: components['schemas']['FirewallTarget'];
  /** The domains, addresses and parameters of the rules that the device is compared with. */
  readonly scope: Omit<CheckInput, 'deployed' | 'protocol'>;
  readonly isExclusive: boolean;
};

/** Compares what a device prints with the rules, and shows the differences and the files that repair them (B5). */
export function DriftCheck({ target, scope, isExclusive }: Props) {
  const [deployed, setDeployed] = useState('');
  const [protocol, setProtocol] = useState<(typeof lists)[number]>('imap');
  const check = useMutation({
    mutationFn: () =>
      checkDevice(target.id, { ...scope, deployed, ...(target.id === 'feed' && { protocol }) }),
  });
  const command = targetText(target).check;
  if (command === null) return null;
  const take = (next: string) => {
    setDeployed(next);
    check.reset();
  };
  const { data } = check;
  return (
    <section aria-labelledby="drift-check">
      <Title order={2} size="h3" id="drift-check" mt="xl">
        {words.title}
      </Title>
      <Text size="sm" className="soft" mb="sm">
        {words.lead}
      </Text>
      <Stack gap="sm">
        <CodeBlock code={command} label={words.command} />
        <Group>
          <CopyButton value={command} label={text.firewall.copy} />
        </Group>
        <FileDrop label={words.drop} onFile={({ content }) => take(content)} />
        {target.id === 'feed' && (
          <NativeSelect
            label={words.protocol}
            value={protocol}
            data={lists.map((list) => ({
              value: list,
              label: text.allowlist.lists[list],
            }))}
            onChange={(event) => {
              setProtocol(event.currentTarget.value as typeof protocol);
              check.reset();
            }}
          />
        )}
        <Textarea
          label={words.deployed}
          classNames={{ input: 'mono' }}
          spellCheck={false}
          rows={6}
          value={deployed}
          onChange={(event) => take(event.currentTarget.value)}
        />
        <Group>
          <Button disabled={deployed.trim() === ''} loading={check.isPending} onClick={() => check.mutate()}>
            {words.compare}
          </Button>
        </Group>
        <div role="status">
          {data && <Notice tone={tones[data.state]} title={words.states[data.state](data.revision)} />}
        </div>
        {check.isError && <ProblemAlert problem={problemOf(check.error)} />}
        {data && <DriftTable report={data} />}
        {data && data.repair.length > 0 && (
          <section aria-labelledby="repair">
            <Title order={3} id="repair" mb="xs">
              {words.repair}
            </Title>
            <ExclusiveWarning isExclusive={isExclusive}>
              <FileTabs files={data.repair} />
            </ExclusiveWarning>
          </section>
        )}
      </Stack>
    </section>
  );
}
