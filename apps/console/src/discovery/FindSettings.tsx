import { Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { isTrusted } from '@postern/core/provenance';
import { useEffect, useState, type ComponentProps } from 'react';
import { problemOf } from '../api/client';
import { startDiscovery, type Candidate } from '../api/discoveries';
import type { SettingsKind } from '../api/mail-settings';
import { BusyButton } from '../components/BusyButton';
import { Icon } from '../components/Icon';
import { ProblemAlert } from '../components/ProblemAlert';
import { areErrorsVisible } from '../form/are-errors-visible';
import { emptyCandidate, fillCandidate, isFilledIn, typedOtherwise } from '../form/candidate-values';
import type { Fields } from '../form/use-fields';
import { text } from '../text';
import { CandidateCard } from './CandidateCard';
import { DiscoveryReport } from './DiscoveryReport';
import { UseCandidate } from './UseCandidate';
import { useVerification } from '../verification/use-verification';
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
                <UseFound
                  id={candidate.verification}
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

type FillProps = Pick<Props, 'fields' | 'kind'>;

/** Fills the form with the best candidate, if the domain itself or a public list names it. */
function FillBest({ id, ...rest }: FillProps & { readonly id: string }) {
  const best = useDiscovery(id).data?.candidates[0];
  if (best === undefined || best.verification === null || !isTrusted(best.trust)) return null;
  return <FillChecked candidate={best} verification={best.verification} {...rest} />;
}

/**
 * Fills the form with a candidate and says so, unless its check fails or something else was typed. If the check fails
 * afterwards, what was filled in is taken out again, as long as nothing of it was changed.
 */
function FillChecked({
  candidate,
  verification,
  fields,
  kind,
}: FillProps & { readonly candidate: Candidate; readonly verification: string }) {
  const state = useVerification(verification).data?.state;
  const [filled, setFilled] = useState<'not yet' | 'filled' | 'taken out' | 'left'>('not yet');
  useEffect(() => {
    if (state === undefined) return;
    if (filled === 'not yet') {
      const isWanted = state !== 'failed' && candidate.kind === kind;
      const fits = isWanted && typedOtherwise(fields, candidate).length === 0;
      if (fits) fillCandidate(fields, candidate);
      setFilled(fits ? 'filled' : 'left');
    } else if (filled === 'filled' && state === 'failed') {
      const isKept = candidate.kind !== kind || !isFilledIn(fields, candidate);
      if (!isKept) emptyCandidate(fields, candidate);
      setFilled(isKept ? 'left' : 'taken out');
    }
  }, [candidate, state, filled, fields, kind]);
  return (
    <span className={filled === 'taken out' ? 'soft' : 'visuallyHidden'} role="status">
      {filled === 'filled' && words.filledBest}
      {filled === 'taken out' && words.takenOut}
    </span>
  );
}

/** The button of a candidate; after a failed check it says that this is no good choice. */
function UseFound({ id, ...props }: ComponentProps<typeof UseCandidate> & { readonly id: string | null }) {
  return id === null ? <UseCandidate {...props} /> : <UseTried id={id} {...props} />;
}

function UseTried({ id, ...props }: ComponentProps<typeof UseCandidate> & { readonly id: string }) {
  const hasFailed = useVerification(id).data?.state === 'failed';
  return <UseCandidate {...props} {...(hasFailed && { label: words.useAnyway })} />;
}
