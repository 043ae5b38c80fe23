import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { problemOf } from '../../api/client';
import {
  replaceSettings,
  settingsKey,
  settingsQuery,
  type MailSettings,
  type MailSettingsInput,
} from '../../api/mail-settings';
import { useLeavingSignal } from '../../api/use-leaving-signal';
import { testSettings } from '../../api/verifications';
import { ProblemAlert } from '../../components/ProblemAlert';
import { ChangedFields } from '../../form/ChangedFields';
import { areErrorsVisible } from '../../form/are-errors-visible';
import { emptyValues } from '../../form/field-path';
import { SettingsForm } from '../../form/SettingsForm';
import { useFields } from '../../form/use-fields';
import { text } from '../../text';
import { LiveVerification } from '../../verification/LiveVerification';

type Props = {
  readonly settings: MailSettings;
  /** Called with the settings that were replaced and those that are stored now. */
  readonly onReplaced: (former: MailSettings, stored: MailSettings) => void;
};

/** Replaces IMAP settings by Exchange settings or these by IMAP settings in one request (R7), after a test if wanted. */
export function ReplaceSettings({ settings, onReplaced }: Props) {
  // What is replaced. Settings that are refetched later have another revision, which must not be sent.
  const [former] = useState(settings);
  const kind = former.kind === 'imap' ? 'exchange' : 'imap';
  const fields = useFields({ ...emptyValues, domain: former.displayDomain, confirmPublicSuffix: true });
  const queries = useQueryClient();
  const leavingSignal = useLeavingSignal();
  const showErrors = (error: Error) => fields.showErrors(problemOf(error).errors);
  const replace = useMutation({
    mutationFn: (input: MailSettingsInput) => replaceSettings(input, former.revision, leavingSignal()),
    onSuccess: async (stored) => {
      queries.setQueryData(settingsQuery(stored.domain).queryKey, stored);
      onReplaced(former, stored);
      await queries.invalidateQueries({ queryKey: settingsKey });
    },
    onError: showErrors,
  });
  const test = useMutation({ mutationFn: testSettings, onError: showErrors });
  const failed = replace.error ?? test.error;
  const problem = failed === null ? null : problemOf(failed);
  const withDomain = (input: MailSettingsInput) => ({ ...input, domain: former.domain });
  return (
    <>
      <SettingsForm
        kind={kind}
        operation="replace"
        fields={fields}
        changes={fields.isDirty && <ChangedFields stored={former} kind={kind} values={fields.values} />}
        loading={replace.isPending}
        isTesting={test.isPending}
        onSubmit={(input) => replace.mutate(withDomain(input))}
        onTest={(input) => test.mutate(withDomain(input))}
        submitError={problem && !areErrorsVisible(problem, fields) && <ProblemAlert problem={problem} />}
      />
      {test.data && (
        <LiveVerification id={test.data.id} fields={fields} heading={text.verification.testHeading} />
      )}
    </>
  );
}
