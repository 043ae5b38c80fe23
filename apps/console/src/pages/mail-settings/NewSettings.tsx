import { Box, Button, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { problemOf } from '../../api/client';
import { useIdempotencyKey } from '../../api/idempotency-key';
import {
  createSettings,
  settingsKey,
  type MailSettingsInput,
  type SettingsKind,
} from '../../api/mail-settings';
import { tryOut } from '../../api/verifications';
import { Notice } from '../../components/Notice';
import { ProblemAlert } from '../../components/ProblemAlert';
import { emptyValues } from '../../form/field-path';
import { isToldByFields } from '../../form/is-told-by-fields';
import { SettingsForm } from '../../form/SettingsForm';
import { useFields } from '../../form/use-fields';
import { text } from '../../text';
import { LiveVerification } from '../../verification/LiveVerification';

type Props = { readonly kind: SettingsKind; readonly onSaved: (domain: string) => void };

/** Creates a domain's settings, or tries them first; a domain that exists is explained and can be opened. */
export function NewSettings({ kind, onSaved }: Props) {
  const fields = useFields(emptyValues);
  const queries = useQueryClient();
  const keyFor = useIdempotencyKey();
  const create = useMutation({
    mutationFn: (input: MailSettingsInput) => createSettings(input, keyFor(input)),
    onSuccess: async (saved) => {
      await queries.invalidateQueries({ queryKey: settingsKey });
      onSaved(saved.domain);
    },
    onError: (error) => fields.complain(problemOf(error).errors),
  });
  const trial = useMutation({
    mutationFn: tryOut,
    onError: (error) => fields.complain(problemOf(error).errors),
  });
  const failed = create.error ?? trial.error;
  const problem = failed === null ? null : problemOf(failed);
  const attempted = create.variables?.domain ?? '';

  return (
    <>
      <SettingsForm
        kind={kind}
        operation="create"
        fields={fields}
        loading={create.isPending}
        isTrying={trial.isPending}
        onSubmit={create.mutate}
        onTry={(input) => {
          create.reset();
          trial.mutate(input);
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
            problem && !isToldByFields(problem, fields) && <ProblemAlert problem={problem} />
          )
        }
      />
      {trial.data && (
        <Box mt="xl">
          <LiveVerification id={trial.data.id} fields={fields} heading={text.verification.tryHeading} />
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

/** A domain has IMAP or Exchange settings, never both (R7): says which exist, and opens them. */
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
