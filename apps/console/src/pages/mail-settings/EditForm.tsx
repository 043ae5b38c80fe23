import { Box, Button, Group, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { problemOf } from '../../api/client';
import {
  settingsKey,
  settingsQuery,
  updateSettings,
  type MailSettings,
  type MailSettingsInput,
} from '../../api/mail-settings';
import { tryOut } from '../../api/verifications';
import { Notice } from '../../components/Notice';
import { ProblemAlert } from '../../components/ProblemAlert';
import { StateBadge } from '../../components/StateBadge';
import type { FormValues } from '../../form/field-path';
import { fromSettings } from '../../form/settings-input';
import { isToldByFields } from '../../form/is-told-by-fields';
import { SettingsForm } from '../../form/SettingsForm';
import { useFields } from '../../form/use-fields';
import { useMe } from '../../session/use-me';
import { text } from '../../text';
import { DomainVerification, verificationId } from '../../verification/DomainVerification';
import { LiveVerification } from '../../verification/LiveVerification';
import classes from './EditForm.module.css';

type Props = { readonly settings: MailSettings; readonly onReload: () => Promise<MailSettings | undefined> };

/** One click on Update; `over` replaces this revision instead of the one that was read. */
type Save = {
  readonly input: MailSettingsInput;
  readonly submitted: FormValues;
  readonly over?: number;
};

/** Changes a domain's settings against the revision that was read; a stale one is explained with two ways on. */
export function EditForm({ settings, onReload }: Props) {
  const fields = useFields(fromSettings(settings));
  const queries = useQueryClient();
  const mayWrite = useMe().may('settings:write');
  // The revision that the fields were filled from: what is refetched behind them must not pass for it.
  const [revision, setRevision] = useState(settings.revision);
  const save = useMutation({
    mutationFn: ({ input, over }: Save) => updateSettings(input, over ?? revision),
    onSuccess: async (saved, { submitted }) => {
      trial.reset();
      setRevision(saved.revision);
      fields.settle(submitted, fromSettings(saved));
      queries.setQueryData(settingsQuery(saved.domain).queryKey, saved);
      await queries.invalidateQueries({ queryKey: settingsKey });
    },
    onError: (error) => fields.complain(problemOf(error).errors),
  });
  const trial = useMutation({
    mutationFn: tryOut,
    onError: (error) => fields.complain(problemOf(error).errors),
  });
  const failed = save.error ?? trial.error;
  const problem = failed === null ? null : problemOf(failed);
  const withDomain = (input: MailSettingsInput) => ({ ...input, domain: settings.domain });

  const reload = async () => {
    const current = await onReload();
    if (current === undefined) return;
    fields.reset(fromSettings(current));
    setRevision(current.revision);
    save.reset();
  };
  const overwrite = async () => {
    const current = await onReload();
    if (current !== undefined && save.variables) save.mutate({ ...save.variables, over: current.revision });
  };

  return (
    <div className={classes.columns}>
      <div className={classes.form}>
        <ToVerification settings={settings} />
        {settings.origin === 'attempt' && (
          <Box mb="lg">
            <Notice tone="warn" icon="mail" title={text.panel.attemptTitle}>
              {text.panel.attempt}
            </Notice>
          </Box>
        )}
        <fieldset disabled={!mayWrite} className={classes.plain}>
          <SettingsForm
            kind={settings.kind}
            operation="update"
            fields={fields}
            loading={save.isPending}
            isTrying={trial.isPending}
            onSubmit={(input) => save.mutate({ input: withDomain(input), submitted: fields.values })}
            onTry={(input) => {
              save.reset();
              trial.mutate(withDomain(input));
            }}
            submitError={
              problem?.code === 'revision-is-stale' ? (
                <StaleAlert onReload={() => void reload()} onOverwrite={() => void overwrite()} />
              ) : (
                problem && !isToldByFields(problem, fields) && <ProblemAlert problem={problem} />
              )
            }
          />
        </fieldset>
      </div>
      <div className={classes.report}>
        {trial.data ? (
          <LiveVerification id={trial.data.id} fields={fields} heading={text.verification.tryHeading} />
        ) : (
          <DomainVerification settings={settings} fields={fields} />
        )}
      </div>
    </div>
  );
}

/** On a narrow page the report lies far below the form: how it went, and the way there. */
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

function StaleAlert({
  onReload,
  onOverwrite,
}: {
  readonly onReload: () => void;
  readonly onOverwrite: () => void;
}) {
  return (
    <Notice tone="warn" role="alert" title={text.panel.stale.title}>
      <Text size="sm">{text.panel.stale.detail}</Text>
      <Group mt="sm" gap="xs">
        <Button size="xs" variant="default" onClick={onReload}>
          {text.panel.stale.reload}
        </Button>
        <Button size="xs" variant="subtle" c="var(--warn)" onClick={onOverwrite}>
          {text.panel.stale.overwrite}
        </Button>
      </Group>
    </Notice>
  );
}
