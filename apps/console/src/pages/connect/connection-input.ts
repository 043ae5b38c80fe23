import type { InputProblem } from '@postern/client/problem-error';
import { connectionInputSchema } from '@postern/core/connection';
import { inputErrors } from '@postern/core/problem';
import type { SettingsKind } from '../../api/mail-settings';
import type { ConnectionInput } from '../../api/verifications';
import type { FormValues } from '../../form/field-path';
import { toServers } from '../../form/settings-input';

type More = {
  readonly certificates: NonNullable<ConnectionInput['certificates']>;
  /** The search that found the servers. */
  readonly discovery: string | null;
};

type Checked =
  | { readonly ok: true; readonly body: ConnectionInput }
  | { readonly ok: false; readonly errors: readonly InputProblem[] };

/** The request body of the form, checked with the API's schema; the errors carry the paths of the form's fields. */
export function toConnection(
  kind: SettingsKind,
  values: FormValues,
  { certificates, discovery }: More,
): Checked {
  const username = values['credentials.username'].trim();
  const body = {
    email: values.email.trim(),
    settings: toServers(kind, values),
    credentials: {
      ...(username === '' ? {} : { username }),
      ...(values.usesAccessToken
        ? { accessToken: values['credentials.accessToken'].trim() }
        : { password: values['credentials.password'] }),
    },
    ...(discovery === null ? {} : { discovery }),
    ...(Object.keys(certificates).length === 0 ? {} : { certificates }),
  };
  const checked = connectionInputSchema.safeParse(body);
  if (checked.success) return { ok: true, body: body as ConnectionInput };
  const errors = inputErrors(checked.error.issues).map((each) => ({
    ...each,
    path: each.path.replace(/^settings\./, ''),
  }));
  return { ok: false, errors };
}
