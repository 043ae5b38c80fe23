import { Checkbox, Divider, Stack } from '@mantine/core';
import type { SettingsKind } from '../api/mail-settings';
import { text } from '../text';
import { ServerFields } from './ServerFields';
import { ServerHelp } from './ServerHelp';
import { TextField } from './TextField';
import type { Fields } from './use-fields';

/** The fields of one kind of settings: two mail servers and the flag, or the Exchange URL. */
export function ServersFieldset({ fields, kind }: { readonly fields: Fields; readonly kind: SettingsKind }) {
  if (kind === 'exchange') {
    const { label, help, placeholder } = text.form.exchange;
    return (
      <Stack gap="xs">
        <TextField
          fields={fields}
          path="exchange.url"
          label={label}
          description={help}
          placeholder={placeholder}
        />
        <ServerHelp server="exchange" />
      </Stack>
    );
  }
  return (
    <Stack gap="lg">
      <ServerFields fields={fields} server="imap" />
      <Divider />
      <ServerFields fields={fields} server="smtp" />
      <Divider />
      <Checkbox
        id={fields.idOf('allowNonSecureCertificate')}
        label={text.form.allow}
        description={text.form.allowHelp}
        checked={fields.values.allowNonSecureCertificate}
        onChange={(event) => fields.change('allowNonSecureCertificate', event.currentTarget.checked)}
      />
    </Stack>
  );
}
