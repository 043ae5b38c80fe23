import { registrableDomain } from '@postern/core/registrable-domain';

/** First labels of names that sources are asked at. Somebody may register one directly under a public suffix. */
const wellKnownLabels = /^(?:autodiscover|autoconfig|ua-auto-config)\./;

/**
 * Whether a source may be asked at a host for settings of the domain: never at a public suffix or above, and never at
 * `autodiscover.<public suffix>` and the like, which belongs to whoever registered it and receives the addresses of
 * others.
 */
export function mayAskHost(host: string, domain: string): boolean {
  const registrable = registrableDomain(host);
  if (registrable === null) return false;
  return host === domain || host !== registrable || !wellKnownLabels.test(host);
}
