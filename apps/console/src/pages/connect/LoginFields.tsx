import { Button } from '@mantine/core';
import { flushSync } from 'react-dom';
import { TextField } from '../../form/TextField';
import type { Fields } from '../../form/use-fields';
import { text } from '../../text';

const words = text.connect;

/**
 * The fields for the user name, which is usually the email address, and for the password or, for developers, an access
 * token in its place.
 */
export function LoginFields({ fields, email }: { readonly fields: Fields; readonly email: string }) {
  const isToken = fields.values.usesAccessToken;
  const change = () => {
    flushSync(() => {
      fields.change('usesAccessToken', !isToken);
      fields.change(isToken ? 'credentials.accessToken' : 'credentials.password', '');
    });
    fields.focus(isToken ? 'credentials.password' : 'credentials.accessToken');
  };
  return (
    <>
      <TextField
        fields={fields}
        path="credentials.username"
        label={words.username}
        description={words.usernameHelp}
        placeholder={email}
        autoComplete="username"
      />
      <div>
        <TextField
          fields={fields}
          path={isToken ? 'credentials.accessToken' : 'credentials.password'}
          kind="password"
          label={isToken ? words.accessToken : words.password}
          description={isToken ? words.accessTokenHelp : words.passwordHelp}
          autoComplete="off"
        />
        <Button variant="subtle" size="compact-sm" mt={4} ml={-8} onClick={change}>
          {isToken ? words.usePassword : words.useAccessToken}
        </Button>
      </div>
    </>
  );
}
