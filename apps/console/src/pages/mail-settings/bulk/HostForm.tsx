import { Button, Checkbox, Group, Stack, TextInput } from '@mantine/core';
import type { ProblemDocument } from '@postern/client/problem-error';
import type { BulkAction } from '../../../api/bulk-changes';
import { ProblemAlert } from '../../../components/ProblemAlert';
import { errorText } from '../../../form/error-text';
import { text } from '../../../text';

export type HostChange = Extract<BulkAction, { action: 'set-host' }>;
const words = text.bulk;

type Props = {
  readonly value: HostChange;
  readonly onChange: (value: HostChange) => void;
  readonly submitError: ProblemDocument | null;
  readonly loading: boolean;
  readonly onSubmit: () => void;
  readonly onCancel: () => void;
};

/** Which host to replace by which, and for which servers. */
export function HostForm({ value, onChange, submitError, loading, onSubmit, onCancel }: Props) {
  const errorOf = (path: string) => errorText(submitError?.errors.find((error) => error.path === path));
  const hasFieldError = errorOf('from') !== undefined || errorOf('to') !== undefined;
  const isWhole = value.from.trim() !== '' && value.to.trim() !== '' && value.servers.length > 0;
  const submit = (event: { preventDefault(): void }) => {
    event.preventDefault();
    if (isWhole) onSubmit();
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <TextInput
          label={words.oldHost}
          data-autofocus
          autoComplete="off"
          spellCheck={false}
          value={value.from}
          error={errorOf('from')}
          onChange={(event) => onChange({ ...value, from: event.currentTarget.value })}
        />
        <TextInput
          label={words.newHost}
          autoComplete="off"
          spellCheck={false}
          value={value.to}
          error={errorOf('to')}
          onChange={(event) => onChange({ ...value, to: event.currentTarget.value })}
        />
        <Checkbox.Group
          label={words.servers}
          value={value.servers}
          onChange={(servers) => onChange({ ...value, servers: servers as HostChange['servers'] })}
        >
          <Group mt={4}>
            <Checkbox value="imap" label="IMAP" />
            <Checkbox value="smtp" label="SMTP" />
          </Group>
        </Checkbox.Group>
        {submitError !== null && !hasFieldError && <ProblemAlert problem={submitError} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onCancel}>
            {text.common.cancel}
          </Button>
          <Button type="submit" disabled={!isWhole} loading={loading}>
            {words.preview}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
