import { Button, Code, Text } from '@mantine/core';
import type { ProblemDocument } from '@postern/client/problem-error';
import { text } from '../text';
import { Notice } from './Notice';

type Props = { readonly problem: ProblemDocument; readonly onRetry?: () => void };

/** Shows a problem of the API and announces it to screen readers. */
export function ProblemAlert({ problem, onRetry }: Props) {
  return (
    <Notice tone="fail" role="alert" title={problem.title}>
      <Text size="sm">{text.common.detailOf[problem.code] ?? problem.detail}</Text>
      {problem.requestId !== null && problem.status >= 500 && (
        <Text size="sm" mt={6}>
          {text.common.requestId} <Code>{problem.requestId}</Code>
        </Text>
      )}
      {onRetry && (
        <Button mt="sm" size="xs" variant="default" onClick={onRetry}>
          {text.common.tryAgain}
        </Button>
      )}
    </Notice>
  );
}
