import { TextField } from '../../form/TextField';
import type { Fields } from '../../form/use-fields';
import { text } from '../../text';

const words = text.connect;

/** The fields for the user name, which is usually the email address, and the password. */
export function LoginFields({ fields, email }: { readonly fields: Fields; readonly email: string }) {
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
      <TextField
        fields={fields}
        path="credentials.password"
        kind="password"
        label={words.password}
        description={words.passwordHelp}
        autoComplete="off"
      />
    </>
  );
}
