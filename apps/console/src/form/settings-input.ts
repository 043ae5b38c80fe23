import type { MailSettings, MailSettingsInput, SettingsKind } from '../api/mail-settings';
import { emptyValues, type FormValues } from './field-path';

/** The servers in the form as the API takes them: without spaces around them; an empty port is left out and counts as missing. */
export function toServers(kind: SettingsKind, values: FormValues) {
  if (kind === 'exchange') return { kind, exchange: { url: values['exchange.url'].trim() } };
  const server = (name: 'imap' | 'smtp') => ({
    host: values[`${name}.host`].trim(),
    port: values[`${name}.port`] === '' ? undefined : Number(values[`${name}.port`]),
    tls: values[`${name}.tls`],
  });
  return {
    kind,
    imap: server('imap'),
    smtp: server('smtp'),
    allowNonSecureCertificate: values.allowNonSecureCertificate,
  };
}

/** The request body that saves the form, not yet checked against the schema. */
export function toInput(kind: SettingsKind, values: FormValues): MailSettingsInput {
  const confirmation = values.confirmPublicSuffix ? { confirmPublicSuffix: true } : {};
  return {
    domain: values.domain.trim(),
    ...confirmation,
    ...toServers(kind, values),
  } as MailSettingsInput;
}

type Servers = Pick<
  Extract<MailSettings, { kind: 'imap' }>,
  'kind' | 'imap' | 'smtp' | 'allowNonSecureCertificate'
>;
type Exchange = Pick<Extract<MailSettings, { kind: 'exchange' }>, 'kind' | 'exchange'>;

/** The form's values for stored servers. */
export function fromServers(servers: Servers | Exchange): Partial<FormValues> {
  if (servers.kind === 'exchange') return { 'exchange.url': servers.exchange.url };
  const { imap, smtp, allowNonSecureCertificate } = servers;
  return {
    'imap.host': imap.host,
    'imap.port': String(imap.port),
    'imap.tls': imap.tls,
    'smtp.host': smtp.host,
    'smtp.port': String(smtp.port),
    'smtp.tls': smtp.tls,
    allowNonSecureCertificate,
  };
}

/** The form's values for stored settings. An admin who added them has confirmed the domain; an attempt has not. */
export function fromSettings(settings: MailSettings): FormValues {
  const confirmPublicSuffix = settings.origin === 'admin';
  return { ...emptyValues, domain: settings.displayDomain, confirmPublicSuffix, ...fromServers(settings) };
}
