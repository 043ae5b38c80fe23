/** Fields of the forms that hold text, named as the API names them in `errors[].path` and `failure.field`. */
export type TextPath =
  | 'domain'
  | 'imap.host'
  | 'imap.port'
  | 'imap.tls'
  | 'smtp.host'
  | 'smtp.port'
  | 'smtp.tls'
  | 'exchange.url';

type FlagPath = 'allowNonSecureCertificate' | 'confirmPublicSuffix';
export type FieldPath = TextPath | FlagPath;

export type FormValues = Readonly<Record<TextPath, string> & Record<FlagPath, boolean>>;

export const emptyValues: FormValues = {
  domain: '',
  'imap.host': '',
  'imap.port': '993',
  'imap.tls': 'implicit',
  'smtp.host': '',
  'smtp.port': '465',
  'smtp.tls': 'implicit',
  'exchange.url': '',
  allowNonSecureCertificate: false,
  confirmPublicSuffix: false,
};

export function isFieldPath(path: string | null): path is FieldPath {
  return path !== null && path in emptyValues;
}
