import { Button, Text } from '@mantine/core';
import type { FormValues } from '../../form/field-path';
import type { SettingsKind } from '../../api/mail-settings';
import { text } from '../../text';

type Props = {
  readonly kind: SettingsKind;
  readonly values: FormValues;
  readonly onChange: () => void;
};

/** The servers that were filled in, in one line each; a button shows their fields. */
export function FilledServers({ kind, values, onChange }: Props) {
  const lines =
    kind === 'exchange'
      ? [values['exchange.url']]
      : (['imap', 'smtp'] as const).map(
          (server) => `${server.toUpperCase()} ${values[`${server}.host`]}:${values[`${server}.port`]}`,
        );
  return (
    <div>
      {lines.map((line) => (
        <Text key={line} size="sm" className="soft">
          {line}
        </Text>
      ))}
      <Button variant="subtle" size="compact-sm" mt={4} ml={-8} aria-expanded={false} onClick={onChange}>
        {text.connect.changeServers}
      </Button>
    </div>
  );
}
