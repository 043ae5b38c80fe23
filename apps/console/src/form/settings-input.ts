import type { MailSettings, MailSettingsInput, SettingsKind } from '../api/mail-settings';
import { emptyValues, type FormValues } from './field-path';

/** What the fields say, as the API takes it; an empty port is left out, so that it counts as missing. */
export function toServers(kind: SettingsKind, values: FormValues) {
  if (kind === 'exchange') return { kind, exchange: { url: values['exchange.url'] } };
  const server = (name: 'imap' | 'smtp') => ({
    host: values[`${name}.host`],
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

/** The body of a save, not yet checked against the schema. */
export function toInput(kind: SettingsKind, values: FormValues): MailSettingsInput {
  return { domain: values.domain, ...toServers(kind, values) } as MailSettingsInput;
}

type Servers = Pick<
  Extract<MailSettings, { kind: 'imap' }>,
  'kind' | 'imap' | 'smtp' | 'allowNonSecureCertificate'
>;
type Exchange = Pick<Extract<MailSettings, { kind: 'exchange' }>, 'kind' | 'exchange'>;

/** Stored servers as the fields show them. */
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

export function fromSettings(settings: MailSettings): FormValues {
  return { ...emptyValues, domain: settings.displayDomain, ...fromServers(settings) };
}
