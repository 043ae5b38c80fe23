import type { TlsMode } from '@postern/core/tls-mode';

/** The names of the TLS modes, as the API's failure texts use them too. */
export const tlsModes: Readonly<Record<TlsMode, string>> = {
  implicit: 'TLS from the start',
  starttls: 'STARTTLS',
};
