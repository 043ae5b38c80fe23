import { Button, Group, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { problemOf } from '../../api/client';
import { foundForAddress, type Candidate } from '../../api/discoveries';
import type { SettingsKind } from '../../api/mail-settings';
import type { Purpose } from '../../api/populate';
import { BusyButton } from '../../components/BusyButton';
import { Icon } from '../../components/Icon';
import { Notice } from '../../components/Notice';
import { ProblemAlert } from '../../components/ProblemAlert';
import { CandidateCard } from '../../discovery/CandidateCard';
import { DiscoveryReport } from '../../discovery/DiscoveryReport';
import { candidateValues } from '../../form/candidate-values';
import type { Fields } from '../../form/use-fields';
import { text } from '../../text';

const words = text.connect;

type Props = {
  readonly email: string;
  readonly domain: string;
  readonly purpose: Purpose;
  /** Whether the person has finished the address, so that it may be sent to servers of its domain. */
  readonly isWanted: boolean;
  readonly fields: Fields;
  readonly onFind: () => void;
  /** Shows the servers of this kind, folded if a search found them and else as fields, and the fields for the login. */
  readonly onChosen: (kind: SettingsKind, discovery: string | null) => void;
};

/** Looks for the servers of an address whose domain has no settings. A person sees whose servers they are before using them. */
export function FindServers({ email, domain, purpose, isWanted, fields, onFind, onChosen }: Props) {
  const { data, error, isFetching, refetch } = useQuery({ ...foundForAddress(email), enabled: isWanted });
  const take = (candidate: Candidate, discovery: string) => {
    const { value } = candidate.username;
    const username = value === null || value === email ? '' : value;
    fields.fill({ ...candidateValues(candidate), 'credentials.username': username });
    onChosen(candidate.kind, discovery);
    fields.focus('credentials.password');
  };
  const enter = () => {
    onChosen(purpose === 'calendar' ? 'exchange' : 'imap', null);
    fields.focus(purpose === 'calendar' ? 'exchange.url' : 'imap.host');
  };
  return (
    <Stack gap="md">
      <Notice tone="idle" role="status" title={words.nothing(domain)}>
        <Text size="sm">{words.nothingHelp}</Text>
        <Group mt="sm" gap="xs">
          {data === undefined && (
            <BusyButton
              size="xs"
              leftSection={<Icon name="search" size={14} />}
              loading={isFetching}
              onClick={onFind}
            >
              {words.find}
            </BusyButton>
          )}
          <Button size="xs" variant="default" onClick={enter}>
            {words.byHand}
          </Button>
        </Group>
      </Notice>
      {error !== null && <ProblemAlert problem={problemOf(error)} onRetry={() => void refetch()} />}
      {data && (
        <DiscoveryReport id={data.id} isShown={({ kind }) => purpose === 'mail' || kind === 'exchange'}>
          {(candidate) => (
            <CandidateCard key={candidate.rank} candidate={candidate}>
              <Button size="xs" onClick={() => take(candidate, data.id)}>
                {words.useFound}
              </Button>
            </CandidateCard>
          )}
        </DiscoveryReport>
      )}
    </Stack>
  );
}
