import type { TlsMode } from '@postern/core/tls-mode';

/**
 * One server as a source describes it, before placeholders are replaced and before it is known whether it can be
 * used. A missing value is null.
 */
export type ServerSection = {
  /** The type as the source writes it: imap, smtp, exchange, ews, pop3 and others. */
  readonly type: string;
  readonly host: string | null;
  readonly port: number | null;
  /** `plain` is a server without encryption; `unknown` is a word that no draft defines. */
  readonly tls: TlsMode | 'plain' | 'unknown' | null;
  /** The login name, with placeholders such as `%EMAILADDRESS%`. */
  readonly username: string | null;
  /** Methods of `authenticationMethod`, the provider's preferred one first. */
  readonly authentication: readonly string[];
  /** The URL of Exchange Web Services. */
  readonly url: string | null;
};

const methodOf: ReadonlyMap<string, string> = new Map([
  ['oauth2', 'OAuth2'],
  ['oauth', 'OAuth2'],
  ['password-cleartext', 'password-cleartext'],
  ['plain', 'password-cleartext'],
  ['password-encrypted', 'password-encrypted'],
  ['secure', 'password-encrypted'],
  ['ntlm', 'NTLM'],
  ['gssapi', 'GSSAPI'],
  ['tls-client-cert', 'TLS-client-cert'],
  ['client-ip-address', 'client-IP-address'],
  ['none', 'none'],
]);

/**
 * Returns the authentication method that a document names, in the spelling of draft-ietf-mailmaint-autoconfig; null for
 * an unknown word. With the system `sasl` the word is the name of a SASL mechanism (RFC 4422 §3.1). `OAuth`, `plain`
 * and `secure` are spellings of older documents.
 */
export function authenticationMethod(word: string, system = ''): string | null {
  if (system.toLowerCase() === 'sasl') return /^[A-Z0-9_-]{1,20}$/i.test(word) ? word.toUpperCase() : null;
  return methodOf.get(word.toLowerCase()) ?? null;
}
