import { Container } from '@mantine/core';
import { problemOf } from '../api/client';
import { ProblemAlert } from './ProblemAlert';

/** Shown in place of a page that failed to render. */
export function Crash({ error, reset }: { readonly error: unknown; readonly reset: () => void }) {
  return (
    <Container size="sm" py="xl">
      <ProblemAlert problem={problemOf(error)} onRetry={reset} />
    </Container>
  );
}
