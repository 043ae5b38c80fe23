import { Alert, Stack } from '@mantine/core';
import type { Finding } from '@postern/core/finding';
import { text } from '../text';
import { Icon } from './Icon';

const looks = {
  error: { color: 'red', icon: 'alert' },
  warning: { color: 'orange', icon: 'alert' },
  info: { color: 'blue', icon: 'info' },
} as const;

/** What a careful reader should know about a list or a rendered file. */
export function Findings({ findings }: { readonly findings: readonly Finding[] }) {
  if (findings.length === 0) return null;
  return (
    <Stack gap="xs" mb="lg">
      {findings.map(({ level, code, text: words }) => (
        <Alert key={`${code} ${words}`} color={looks[level].color} py="xs" icon={<Icon name={looks[level].icon} />} title={text.findings[level]}>
          {words}
        </Alert>
      ))}
    </Stack>
  );
}
