import { Stack } from '@mantine/core';
import type { Finding } from '@postern/core/finding';
import { sampleFinding } from '@postern/core/sample-finding';
import { text } from '../first-text';
import { findingText } from '../text/finding-text';
import { Notice } from './Notice';
import { SampleNotice } from './SampleNotice';

const tones = { error: 'fail', warning: 'warn', info: 'wait' } as const;

/**
 * The findings about a list or a rendered file, the most severe first. That the list is a sample comes before all others,
 * because rules that are made from it let in somebody else.
 */
export function Findings({ findings: all }: { readonly findings: readonly Finding[] }) {
  if (all.length === 0) return null;
  const findings = all.filter(({ code }) => code !== sampleFinding.code);
  return (
    <Stack gap="xs" mb="lg">
      {findings.length < all.length && <SampleNotice />}
      {(['error', 'warning', 'info'] as const).map((level) => {
        const texts = [...new Set(findings.filter((finding) => finding.level === level).map(findingText))];
        if (texts.length === 0) return null;
        return (
          <Notice key={level} tone={tones[level]} title={text.findings[level]}>
            {texts.length === 1 ? (
              texts[0]
            ) : (
              <ul>
                {texts.map((each) => (
                  <li key={each}>{each}</li>
                ))}
              </ul>
            )}
          </Notice>
        );
      })}
    </Stack>
  );
}
