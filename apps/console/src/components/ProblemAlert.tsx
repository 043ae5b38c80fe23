import { Button, Text } from '@mantine/core';
import type { ProblemDocument } from '@postern/client/problem-error';
import { askToSignIn } from '../session/sign-in-again';
import { text } from '../first-text';
import { describeProblem } from '../text/describe-problem';
import { Notice } from './Notice';

type Props = { readonly problem: ProblemDocument; readonly onRetry?: () => void };

/** Says what went wrong and what to do about it, and announces it to screen readers. */
export function ProblemAlert({ problem, onRetry }: Props) {
  const { title, action } = describeProblem(problem);
  return (
    <Notice tone="fail" role="alert" title={title}>
      {action !== '' && <Text size="sm">{action}</Text>}
      {problem.code === 'unauthenticated' && (
        <Button mt="sm" size="xs" onClick={askToSignIn}>
          {text.session.signInAgain}
        </Button>
      )}
      {problem.requestId !== null && problem.status >= 500 && (
        <Text size="sm" mt={6}>
          {text.common.requestId} <code className="mono">{problem.requestId}</code>
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
