import type { Candidate, ConnectionInput, PopulateAnswer } from './connect-api.js';

export const textPaths = [
  'email',
  'imap.host',
  'imap.port',
  'imap.tls',
  'smtp.host',
  'smtp.port',
  'smtp.tls',
  'exchange.url',
  'credentials.username',
  'credentials.password',
  'credentials.accessToken',
] as const;

/** The fields of the form, named as the api names them in `errors[].path` and `failure.field`. */
export type TextPath = (typeof textPaths)[number];
export type FieldPath = TextPath | 'allowNonSecureCertificate';
export type Values = Readonly<Record<TextPath, string>> & { readonly allowNonSecureCertificate: boolean };
export type Kind = 'imap' | 'exchange';
export type Purpose = 'mail' | 'calendar';
/** The field of the secret that the mailbox is logged in to with. */
export type SecretPath = 'credentials.password' | 'credentials.accessToken';

export function isFieldPath(path: string | null): path is FieldPath {
  return path === 'allowNonSecureCertificate' || textPaths.some((known) => known === path);
}

export const emptyValues: Values = {
  email: '',
  'imap.host': '',
  'imap.port': '993',
  'imap.tls': 'implicit',
  'smtp.host': '',
  'smtp.port': '465',
  'smtp.tls': 'implicit',
  'exchange.url': '',
  'credentials.username': '',
  'credentials.password': '',
  'credentials.accessToken': '',
  allowNonSecureCertificate: false,
};

type Servers = Exclude<PopulateAnswer, { match: 'none' }> | Candidate;

/** The values of the fields for servers that were filled in or found. What a search found never allows a non-secure certificate. */
export function valuesOf(servers: Servers, email: string): Partial<Values> {
  const { username } = servers;
  const name = typeof username === 'string' ? username : username.value;
  const credentials = { 'credentials.username': name === null || name === email ? '' : name };
  if (servers.kind === 'exchange') return { ...credentials, 'exchange.url': servers.exchange.url };
  const { imap, smtp } = servers;
  return {
    ...credentials,
    'imap.host': imap.host,
    'imap.port': String(imap.port),
    'imap.tls': imap.tls,
    'smtp.host': smtp.host,
    'smtp.port': String(smtp.port),
    'smtp.tls': smtp.tls,
    allowNonSecureCertificate: 'match' in servers && servers.allowNonSecureCertificate,
  };
}

/** The mode of TLS of a well-known port, as the api derives it; undefined for other ports. */
export const tlsModeOfPort: Readonly<Record<string, string | undefined>> = {
  993: 'implicit',
  465: 'implicit',
  143: 'starttls',
  587: 'starttls',
};

/** The fields that must be filled in or corrected before the form can be sent, with what is wrong. */
export function faultsOf(
  kind: Kind,
  values: Values,
  secret: SecretPath,
): Map<FieldPath, 'required' | 'port'> {
  const faults = new Map<FieldPath, 'required' | 'port'>();
  const servers = textPaths.filter((path) => path.startsWith(kind === 'exchange' ? 'exchange' : 'imap'));
  const outgoing = kind === 'imap' ? textPaths.filter((path) => path.startsWith('smtp')) : [];
  for (const path of [...servers, ...outgoing, secret]) {
    const value = values[path];
    if (value.trim() === '') faults.set(path, 'required');
    else if (path.endsWith('.port') && !isPort(value)) faults.set(path, 'port');
  }
  return faults;
}

function isPort(text: string): boolean {
  return /^\d{1,5}$/.test(text.trim()) && Number(text) >= 1 && Number(text) <= 65_535;
}

/** The servers as the api takes them. */
export function serversInput(kind: Kind, values: Values): NonNullable<ConnectionInput['settings']> {
  if (kind === 'exchange') return { kind, exchange: { url: values['exchange.url'].trim() } };
  const server = (name: 'imap' | 'smtp') => ({
    host: values[`${name}.host`].trim(),
    port: Number(values[`${name}.port`]),
    tls: values[`${name}.tls`] === 'starttls' ? ('starttls' as const) : ('implicit' as const),
  });
  const { allowNonSecureCertificate } = values;
  return { kind, imap: server('imap'), smtp: server('smtp'), allowNonSecureCertificate };
}

/** The login as the api takes it; without a user name it is the address. */
export function credentialsInput(values: Values, secret: SecretPath): ConnectionInput['credentials'] {
  const username = values['credentials.username'].trim();
  return {
    ...(username === '' ? {} : { username }),
    ...(secret === 'credentials.accessToken'
      ? { accessToken: values[secret].trim() }
      : { password: values[secret] }),
  };
}

/** The hosts of the servers that the fields name, in lower case; none for what is not a host yet. */
export function hostsOf(kind: Kind, values: Values): string[] {
  const url = values['exchange.url'].trim();
  const hosts =
    kind === 'exchange'
      ? [URL.canParse(url) ? new URL(url).hostname : '']
      : [values['imap.host'].trim(), values['smtp.host'].trim()];
  return [...new Set(hosts.filter((host) => host !== '').map((host) => host.toLowerCase()))];
}
