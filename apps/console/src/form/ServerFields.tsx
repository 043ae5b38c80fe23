import { Grid, NativeSelect, Stack, Title } from '@mantine/core';
import { text } from '../text';
import { choicesOf } from '../text/choices-of';
import { FieldError } from './FieldError';
import { ServerHelp } from './ServerHelp';
import { TextField } from './TextField';
import type { Fields } from './use-fields';

type Props = { readonly fields: Fields; readonly server: 'imap' | 'smtp'; readonly headingOrder?: 2 | 3 };

/** The fields for the name, port and TLS mode of one mail server. */
export function ServerFields({ fields, server, headingOrder = 3 }: Props) {
  const words = text.form[server];
  const tls = `${server}.tls` as const;
  const problem = fields.errorOf(tls);
  return (
    <Stack component="section" gap="sm" aria-labelledby={`${server}-heading`}>
      <Title order={headingOrder} size="h3" id={`${server}-heading`}>
        {words.heading}
      </Title>
      <TextField
        fields={fields}
        path={`${server}.host`}
        label={words.host}
        description={words.hostHelp}
        placeholder={words.placeholder}
      />
      <Grid gap="sm">
        <Grid.Col span={{ base: 12, xs: 4 }}>
          <TextField
            fields={fields}
            path={`${server}.port`}
            kind="port"
            label={words.port}
            description={words.portHelp}
          />
        </Grid.Col>
        <Grid.Col span={{ base: 12, xs: 8 }}>
          <NativeSelect
            id={fields.idOf(tls)}
            label={words.tls}
            description={text.form.tlsHelp}
            value={fields.values[tls]}
            onChange={(event) => fields.change(tls, event.currentTarget.value)}
            data={choicesOf(text.tls)}
            error={
              problem && <FieldError problem={problem} onRepair={(value) => fields.change(tls, value)} />
            }
          />
        </Grid.Col>
      </Grid>
      <ServerHelp server={server} />
    </Stack>
  );
}
