import { Box, Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { problemOf } from '../../api/client';
import { useIdempotencyKey } from '../../api/idempotency-key';
import { useLeavingSignal } from '../../api/use-leaving-signal';
import {
  createSettings,
  settingsKey,
  settingsQuery,
  updateSettings,
  type MailSettings,
  type MailSettingsInput,
} from '../../api/mail-settings';
import { testSettings } from '../../api/verifications';
import { Notice } from '../../components/Notice';
import { ProblemAlert } from '../../components/ProblemAlert';
import { StateBadge } from '../../components/StateBadge';
import { ServerHints } from '../../discovery/ServerHints';
import { Found } from '../../discovery/Found';
import type { FormValues } from '../../form/field-path';
import { fromSettings } from '../../form/settings-input';
import { ChangedFields } from '../../form/ChangedFields';
import { areErrorsVisible } from '../../form/are-errors-visible';
import { SettingsForm } from '../../form/SettingsForm';
import { useFields } from '../../form/use-fields';
import { useMe } from '../../session/use-me';
import { text } from '../../text';
import { DomainVerification } from '../../verification/DomainVerification';
import { verificationId } from '../../verification/verification-id';
import { LiveVerification } from '../../verification/LiveVerification';
import classes from './EditForm.module.css';
import { DeletedAlert, StaleAlert } from './SaveAlerts';

type Props = {
  readonly settings: MailSettings;
  readonly onReload: () => Promise<MailSettings | undefined>;
  /** Opens the form that replaces these settings by those of the other kind. */
  readonly onReplace: () => void;
};

/** One click on Update; `over` replaces this revision instead of the one that was read. */
type Save = {
  readonly input: MailSettingsInput;
  readonly submitted: FormValues;
  readonly over?: number;
};

/** Changes a domain's settings if nobody changed them since they were read; otherwise it asks which ones to keep. */
export function EditForm({ settings, onReload, onReplace }: Props) {
  const fields = useFields(fromSettings(settings));
  const queries = useQueryClient();
  const leavingSignal = useLeavingSignal();
  const keyFor = useIdempotencyKey();
  const mayWrite = useMe().may('settings:write');
  // What the fields started from. Settings that are refetched later have another revision, which must not be sent.
  const [stored, setStored] = useState(settings);
  const { revision } = stored;
  const save = useMutation({
    mutationFn: ({ input, over }: Save) => updateSettings(input, over ?? revision, leavingSignal()),
    onMutate: () => revision,
    onSuccess: async (saved, { submitted }) => {
      test.reset();
      setStored(saved);
      fields.settle(submitted, fromSettings(saved));
      queries.setQueryData(settingsQuery(saved.domain).queryKey, saved);
      await queries.invalidateQueries({ queryKey: settingsKey });
    },
    onError: (error) => fields.showErrors(problemOf(error).errors),
  });
  const test = useMutation({
    mutationFn: testSettings,
    onError: (error) => fields.showErrors(problemOf(error).errors),
  });
  const isUnchanged = save.isSuccess && save.data.revision === save.context;
  const failed = save.error ?? test.error;
  const problem = failed === null ? null : problemOf(failed);
  const withDomain = (input: MailSettingsInput) => ({ ...input, domain: settings.domain });

  const addAgain = useMutation({
    mutationFn: ({ input }: Save) => createSettings(input, keyFor(input), { signal: leavingSignal() }),
    onSuccess: async (saved, { submitted }) => {
      save.reset();
      setStored(saved);
      fields.settle(submitted, fromSettings(saved));
      await queries.invalidateQueries({ queryKey: settingsKey });
    },
  });

  const reload = async () => {
    const current = await onReload();
    if (current === undefined) return;
    fields.reset(fromSettings(current));
    setStored(current);
    save.reset();
  };
  const overwrite = async () => {
    const current = await onReload();
    if (current !== undefined && save.variables) save.mutate({ ...save.variables, over: current.revision });
  };

  return (
    <div className={classes.columns}>
      <div className={classes.form}>
        <span className="visuallyHidden" role="status">
          {save.isPending && text.form.saving}
          {save.isSuccess && (isUnchanged ? text.form.unchanged : text.form.saved)}
        </span>
        <ToVerification settings={settings} />
        {settings.origin === 'attempt' && (
          <Box mb="lg">
            <Notice tone="warn" icon="mail" title={text.panel.attemptTitle}>
              {text.panel.attempt}
            </Notice>
          </Box>
        )}
        {settings.origin === 'admin' && (
          <Box mb="lg">
            <ServerHints settings={settings} fields={fields} mayWrite={mayWrite} />
          </Box>
        )}
        <Box mb="lg">
          <Found discovered={settings.discovered} isAttempt={settings.origin === 'attempt'} />
        </Box>
        <fieldset disabled={!mayWrite} className={classes.plain}>
          <SettingsForm
            kind={stored.kind}
            operation="update"
            fields={fields}
            changes={<ChangedFields stored={stored} kind={stored.kind} values={fields.values} />}
            loading={save.isPending}
            isTesting={test.isPending}
            onSubmit={(input) => save.mutate({ input: withDomain(input), submitted: fields.values })}
            onTest={(input) => {
              save.reset();
              test.mutate(withDomain(input));
            }}
            submitError={
              problem?.code === 'revision-is-stale' ? (
                <StaleAlert onReload={() => void reload()} onOverwrite={() => void overwrite()} />
              ) : problem?.code === 'not-found' && save.variables ? (
                <DeletedAlert isAdding={addAgain.isPending} onAdd={() => addAgain.mutate(save.variables)} />
              ) : isUnchanged && !fields.isDirty ? (
                <Notice tone="idle" title={text.form.unchanged} />
              ) : (
                problem && !areErrorsVisible(problem, fields) && <ProblemAlert problem={problem} />
              )
            }
          />
          {mayWrite && (
            <Button variant="subtle" size="compact-sm" mt="md" ml={-8} onClick={onReplace}>
              {text.form.replaceBy[stored.kind === 'imap' ? 'exchange' : 'imap']}
            </Button>
          )}
        </fieldset>
      </div>
      <div className={classes.report}>
        {test.data ? (
          <LiveVerification id={test.data.id} fields={fields} heading={text.verification.testHeading} />
        ) : (
          <DomainVerification settings={settings} fields={fields} />
        )}
      </div>
    </div>
  );
}

/** The state and a link to the report, for narrow pages, where the report is far below the form. */
function ToVerification({ settings: { verification } }: { readonly settings: MailSettings }) {
  const goThere = () => {
    const report = document.getElementById(verificationId);
    report?.scrollIntoView();
    report?.focus({ preventScroll: true });
  };
  return (
    <div className={classes.shortCut}>
      <StateBadge state={verification.state} />
      <Button variant="subtle" size="compact-sm" onClick={goThere}>
        {text.verification.seeBelow}
      </Button>
    </div>
  );
}
