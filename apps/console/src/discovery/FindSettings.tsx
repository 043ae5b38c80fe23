import { Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { isTrusted } from '@postern/core/provenance';
import { useEffect, useRef, useState } from 'react';
import { problemOf } from '../api/client';
import { startDiscovery } from '../api/discoveries';
import type { SettingsKind } from '../api/mail-settings';
import { BusyButton } from '../components/BusyButton';
import { Icon } from '../components/Icon';
import { ProblemAlert } from '../components/ProblemAlert';
import { areErrorsVisible } from '../form/are-errors-visible';
import { fillCandidate, typedOtherwise } from '../form/candidate-values';
import type { Fields } from '../form/use-fields';
import { text } from '../text';
import { CandidateCard } from './CandidateCard';
import { DiscoveryReport } from './DiscoveryReport';
import { UseCandidate } from './UseCandidate';
import { useDiscovery } from './use-discovery';

const words = text.discovery;
const firstField = { imap: 'imap.host', exchange: 'exchange.url' } as const;

type Props = {
  readonly fields: Fields;
  readonly kind: SettingsKind;
  /** Shows the form of the other kind, for a candidate of that kind. */
  readonly onKind: (kind: SettingsKind) => void;
  /** Called with the id of each search. */
  readonly onStarted: (id: string) => void;
};

/** Looks for the servers of the domain that is typed, and fills the form with those that the admin chooses (R16). */
export function FindSettings({ fields, kind, onKind, onStarted }: Props) {
  const domain = fields.values.domain.trim();
  const find = useMutation({
    mutationFn: (wanted: string) => startDiscovery({ domain: wanted }),
    onSuccess: ({ id }) => onStarted(id),
    onError: (error) => fields.showErrors(problemOf(error).errors),
  });
  const [used, setUsed] = useState<SettingsKind | null>(null);
  // The form of the other kind shows its fields one render later.
  useEffect(() => {
    if (used === null || used !== kind) return;
    fields.focus(firstField[used]);
    setUsed(null);
  }, [used, kind, fields]);
  const problem = find.error === null ? null : problemOf(find.error);
  // What was found for another domain is not offered for this one.
  const isCurrent = find.variables === domain;
  return (
    <Stack gap="sm">
      <div>
        <BusyButton
          variant="light"
          leftSection={<Icon name="search" size={16} />}
          loading={find.isPending}
          onClick={() => find.mutate(domain)}
        >
          {words.find}
        </BusyButton>
        <Text size="sm" mt={6} className="soft">
          {words.findHelp}
        </Text>
      </div>
      {problem && isCurrent && !areErrorsVisible(problem, fields) && <ProblemAlert problem={problem} />}
      {find.data && isCurrent && (
        <>
          <FillBest key={find.data.id} id={find.data.id} fields={fields} kind={kind} />
          <DiscoveryReport id={find.data.id}>
            {(candidate) => (
              <CandidateCard key={candidate.rank} candidate={candidate}>
                <UseCandidate
                  candidate={candidate}
                  fields={fields}
                  isShownKind={candidate.kind === kind}
                  onUsed={(wanted) => {
                    if (wanted !== kind) onKind(wanted);
                    setUsed(wanted);
                  }}
                />
              </CandidateCard>
            )}
          </DiscoveryReport>
        </>
      )}
    </Stack>
  );
}

/** Fills the form with the best candidate and says so, if the domain itself or a public list names it and nothing else was typed. */
function FillBest({
  id,
  fields,
  kind,
}: {
  readonly id: string;
  readonly fields: Fields;
  readonly kind: SettingsKind;
}) {
  const { data } = useDiscovery(id);
  const best = data?.candidates[0];
  const isDone = useRef(false);
  const [isFilled, setIsFilled] = useState(false);
  useEffect(() => {
    if (best === undefined || isDone.current) return;
    isDone.current = true;
    if (best.kind !== kind || !isTrusted(best.trust)) return;
    if (typedOtherwise(fields, best).length > 0) return;
    fillCandidate(fields, best);
    setIsFilled(true);
  }, [best, fields, kind]);
  return (
    <span className="visuallyHidden" role="status">
      {isFilled && words.filledBest}
    </span>
  );
}
