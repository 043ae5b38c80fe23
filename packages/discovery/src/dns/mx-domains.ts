import { registrableDomain } from '@postern/core/registrable-domain';
import type { MxRecord } from '@postern/mail-probe/dns/dns-client';

/**
 * Returns the domains whose settings probably apply to a domain with these MX records, the more specific one first:
 * the name of the best MX without its first label, if it is longer than its registrable domain, then its
 * registrable domain. The best MX has the lowest preference. Empty if no MX has a registrable domain.
 */
export function mxDomains(records: readonly MxRecord[]): string[] {
  const [best] = records
    .map(({ preference, exchange }) => ({ preference, name: exchange.toLowerCase().replace(/\.$/, '') }))
    .filter(({ name }) => registrableDomain(name) !== null)
    .toSorted((a, b) => a.preference - b.preference || (a.name < b.name ? -1 : 1));
  if (best === undefined) return [];
  const registrable = registrableDomain(best.name)!;
  const parent = best.name.slice(best.name.indexOf('.') + 1);
  return parent.length > registrable.length ? [parent, registrable] : [registrable];
}
