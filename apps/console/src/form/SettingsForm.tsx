import { Group, Stack, Text } from '@mantine/core';
import { mailSettingsInputSchema } from '@postern/core/mail-settings';
import { inputErrors } from '@postern/core/problem';
import type { FormEvent, ReactNode } from 'react';
import type { MailSettingsInput, SettingsKind } from '../api/mail-settings';
import { BusyButton } from '../components/BusyButton';
import { text } from '../text';
import { PublicSuffixField } from './PublicSuffixField';
import { ServersFieldset } from './ServersFieldset';
import { toInput } from './settings-input';
import { TextField } from './TextField';
import type { Fields } from './use-fields';

type Props = {
  readonly kind: SettingsKind;
  readonly operation: 'create' | 'update' | 'replace';
  readonly fields: Fields;
  /** The search for the servers of the domain, below the field of the domain. */
  readonly search?: ReactNode;
  /** What would change, above the buttons. */
  readonly changes?: ReactNode;
  /** The problem of the last submit, except for errors that are shown beside their fields. */
  readonly submitError: ReactNode;
  readonly loading: boolean;
  readonly isTesting: boolean;
  readonly onSubmit: (input: MailSettingsInput) => void;
  readonly onTest: (input: MailSettingsInput) => void;
};

/** The settings of one domain; "Add IMAP settings", "Add Exchange settings" or "Update" (R10). */
export function SettingsForm({
  kind,
  operation,
  fields,
  search,
  changes,
  submitError,
  loading,
  isTesting,
  onSubmit,
  onTest,
}: Props) {
  const check = (then: (input: MailSettingsInput) => void) => {
    const input = toInput(kind, fields.values);
    const checked = mailSettingsInputSchema.safeParse(input);
    // The schema leaves the confirmation out of its result, because it is not stored.
    const { confirmPublicSuffix } = fields.values;
    if (checked.success) then({ ...checked.data, ...(confirmPublicSuffix && { confirmPublicSuffix }) });
    else fields.showErrors(inputErrors(checked.error.issues));
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    check(onSubmit);
  };
  const isNew = operation === 'create';
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="lg">
        <TextField
          fields={fields}
          path="domain"
          label={text.form.domain}
          description={isNew ? text.form.domainHelp : text.form.domainFixed}
          placeholder="example.com"
          readOnly={!isNew}
          isFirst={isNew}
        />
        <PublicSuffixField fields={fields} />
        {search}
        <ServersFieldset fields={fields} kind={kind} />
        {changes}
        {submitError}
        <Group gap="sm">
          <BusyButton type="submit" loading={loading}>
            {submitLabel(operation, kind)}
          </BusyButton>
          <BusyButton variant="default" loading={isTesting} onClick={() => check(onTest)}>
            {text.form.test}
          </BusyButton>
        </Group>
        <Text size="sm" className="soft">
          {afterwards[operation]}
        </Text>
      </Stack>
    </form>
  );
}

const afterwards = {
  create: text.form.afterAdd,
  update: text.form.afterUpdate,
  replace: text.form.afterReplace,
};

function submitLabel(operation: Props['operation'], kind: SettingsKind): string {
  if (operation === 'update') return text.form.update;
  if (operation === 'replace') return text.form.replaceBy[kind];
  return kind === 'imap' ? text.form.addImap : text.form.addExchange;
}
