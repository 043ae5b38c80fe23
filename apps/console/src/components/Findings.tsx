import { List, Stack } from '@mantine/core';
import type { Finding } from '@postern/core/finding';
import { text } from '../text';
import { Notice } from './Notice';

const tones = { error: 'fail', warning: 'warn', info: 'wait' } as const;

/** The findings about a list or a rendered file, the most severe first. */
export function Findings({ findings }: { readonly findings: readonly Finding[] }) {
  if (findings.length === 0) return null;
  return (
    <Stack gap="xs" mb="lg">
      {(['error', 'warning', 'info'] as const).map((level) => {
        const texts = [
          ...new Set(findings.filter((finding) => finding.level === level).map((finding) => finding.text)),
        ];
        if (texts.length === 0) return null;
        return (
          <Notice key={level} tone={tones[level]} title={text.findings[level]}>
            {texts.length === 1 ? (
              texts[0]
            ) : (
              <List size="sm">
                {texts.map((each) => (
                  <List.Item key={each}>{each}</List.Item>
                ))}
              </List>
            )}
          </Notice>
        );
      })}
    </Stack>
  );
}
