import { Group, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { usePageTitle } from './use-page-title';

type Props = {
  readonly title?: string;
  readonly lead?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
};

/** The layout of every page: a heading, a sentence that explains it, and the page's main actions. */
export function Page({ title, lead, actions, children }: Props) {
  usePageTitle(title);
  return (
    <div className="page">
      {title !== undefined && (
        <Group justify="space-between" align="flex-start" mb="lg" gap="md">
          <div style={{ flex: '1 1 20rem' }}>
            <Title order={1}>{title}</Title>
            {lead !== undefined && (
              <Text className="soft" mt={6} maw={720}>
                {lead}
              </Text>
            )}
          </div>
          {actions !== undefined && <Group gap="sm">{actions}</Group>}
        </Group>
      )}
      {children}
    </div>
  );
}
