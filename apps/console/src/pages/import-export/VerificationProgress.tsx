import { Anchor, Progress, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { summaryQuery, type Summary } from '../../api/summary';
import { text } from '../../text';

const words = text.importExport.verification;
const askAgainMs = 2000;

/** How far the verifications of the account's domains are after an import. */
export function VerificationProgress() {
  const { data } = useQuery({
    ...summaryQuery(),
    refetchInterval: ({ state }) => (state.data && waitingIn(state.data) === 0 ? false : askAgainMs),
  });
  if (data === undefined) return null;
  const { passed, failed } = data.domains.byState;
  const waiting = waitingIn(data);
  const all = passed + failed + waiting;
  return (
    <Stack gap={6} component="section" aria-label={words.title}>
      <Text size="sm" fw={600}>
        {words.title}
      </Text>
      <Progress value={all === 0 ? 100 : ((passed + failed) / all) * 100} aria-label={words.progress} />
      <Text size="sm">
        {words.counts(passed, failed, waiting)}{' '}
        {failed > 0 && (
          <Anchor
            size="sm"
            renderRoot={(props) => (
              <Link to="/settings/objects/activities" search={{ state: 'failed' }} {...props} />
            )}
          >
            {words.toFailed}
          </Anchor>
        )}
      </Text>
    </Stack>
  );
}

function waitingIn({ domains: { byState } }: Summary): number {
  return byState.queued + byState.running;
}
