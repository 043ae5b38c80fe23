import { Stack } from '@mantine/core';
import type { Finding } from '@postern/core/finding';
import { text } from '../text';
import { Notice } from './Notice';

const tones = { error: 'fail', warning: 'warn', info: 'wait' } as const;

/** What a careful reader should know about a list or a rendered file. */
export function Findings({ findings }: { readonly findings: readonly Finding[] }) {
  if (findings.length === 0) return null;
  return (
    <Stack gap="xs" mb="lg">
      {findings.map(({ level, code, text: words }) => (
        <Notice key={`${code} ${words}`} tone={tones[level]} title={text.findings[level]}>
          {words}
        </Notice>
      ))}
    </Stack>
  );
}
