import { Box, Button, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { problemOf } from '../../api/client';
import { useLeavingSignal } from '../../api/use-leaving-signal';
import { useIdempotencyKey } from '../../api/idempotency-key';
import {
  createSettings,
  settingsKey,
  type MailSettingsInput,
  type SettingsKind,
} from '../../api/mail-settings';
import { testSettings } from '../../api/verifications';
import { Notice } from '../../components/Notice';
import { ProblemAlert } from '../../components/ProblemAlert';
import { FindSettings } from '../../discovery/FindSettings';
import { emptyValues } from '../../form/field-path';
import { areErrorsVisible } from '../../form/are-errors-visible';
import { SettingsForm } from '../../form/SettingsForm';
import { useFields } from '../../form/use-fields';
import { text } from '../../text';
import { LiveVerification } from '../../verification/LiveVerification';

type Props = {
  readonly kind: SettingsKind;
  /** Shows this form for the other kind; what was typed stays. */
  readonly onKind: (kind: SettingsKind) => void;
  readonly onSaved: (domain: string) => void;
};

/** Creates a domain's settings, which can be looked for and tested first. If the domain has settings, it says so and offers to open them. */
export function NewSettings({ kind, onKind, onSaved }: Props) {
  const fields = useFields(emptyValues);
  const queries = useQueryClient();
  // The last search for servers; the API compares what is saved with its proposals.
  const [discovery, setDiscovery] = useState<string>();
  const keyFor = useIdempotencyKey();
  const leavingSignal = useLeavingSignal();
  const create = useMutation({
    mutationFn: (input: MailSettingsInput) =>
      createSettings(input, keyFor(input), { signal: leavingSignal(), ...(discovery && { discovery }) }),
    onSuccess: async (saved) => {
      await queries.invalidateQueries({ queryKey: settingsKey });
      onSaved(saved.domain);
    },
    onError: (error) => fields.showErrors(problemOf(error).errors),
  });
  const test = useMutation({
    mutationFn: testSettings,
    onError: (error) => fields.showErrors(problemOf(error).errors),
  });
  const failed = create.error ?? test.error;
  const problem = failed === null ? null : problemOf(failed);
  const attempted = create.variables?.domain ?? '';

  return (
    <>
      <SettingsForm
        kind={kind}
        operation="create"
        fields={fields}
        search={<FindSettings fields={fields} kind={kind} onKind={onKind} onStarted={setDiscovery} />}
        loading={create.isPending}
        isTesting={test.isPending}
        onSubmit={create.mutate}
        onTest={(input) => {
          create.reset();
          test.mutate(input);
        }}
        submitError={
          problem?.code === 'domain-already-configured' ? (
            <DomainTaken
              domain={attempted}
              existing={problem.existingKind}
              wanted={kind}
              onOpen={() => onSaved(attempted)}
            />
          ) : (
            problem && !areErrorsVisible(problem, fields) && <ProblemAlert problem={problem} />
          )
        }
      />
      {test.data && (
        <Box mt="xl">
          <LiveVerification id={test.data.id} fields={fields} heading={text.verification.testHeading} />
        </Box>
      )}
    </>
  );
}

type TakenProps = {
  readonly domain: string;
  readonly existing: SettingsKind | null;
  readonly wanted: SettingsKind;
  readonly onOpen: () => void;
};

/** Says which settings the domain has already, and offers to open them: it has IMAP or Exchange settings, never both (R7). */
function DomainTaken({ domain, existing, wanted, onOpen }: TakenProps) {
  const kind = existing ?? wanted;
  return (
    <Notice tone="warn" role="alert" title={text.panel.taken.title(domain, kind)}>
      <Text size="sm">{kind === wanted ? text.panel.taken.sameKind : text.panel.taken.otherKind}</Text>
      <Button mt="sm" size="xs" variant="default" onClick={onOpen}>
        {text.panel.taken.open}
      </Button>
    </Notice>
  );
}
