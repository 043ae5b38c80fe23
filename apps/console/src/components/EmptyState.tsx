import { Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { Icon } from './Icon';
import type { IconName } from './icon-paths';

type Props = { readonly icon: IconName; readonly title: string; readonly children?: ReactNode };

/** Shown in place of a list that is empty: why, and what to do. */
export function EmptyState({ icon, title, children }: Props) {
  return (
    <Stack align="center" gap="xs" py={44} px="md" ta="center">
      <span className="soft">
        <Icon name={icon} size={34} />
      </span>
      <Title order={3}>{title}</Title>
      {children !== undefined && (
        <Text component="div" size="sm" className="soft" maw={460}>
          {children}
        </Text>
      )}
    </Stack>
  );
}
