import type { TlsMode } from '@postern/core/tls-mode';

/** The names of the TLS modes. */
export const tlsModes: Readonly<Record<TlsMode, string>> = {
  implicit: 'TLS dès la connexion',
  starttls: 'STARTTLS',
};
