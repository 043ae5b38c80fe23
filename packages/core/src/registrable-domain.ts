import { getDomain } from 'tldts';
import { parseNameLabels } from './name-labels.js';

/**
 * Returns the registrable domain of a DNS name: its public suffix and one label more, by both sections of the Public
 * Suffix List. Null if the text is not a DNS name, is an IP address, or is itself a public suffix.
 */
export function registrableDomain(name: string): string | null {
  const parsed = parseNameLabels(name);
  return parsed.ok ? getDomain(parsed.ascii, { allowPrivateDomains: true }) : null;
}
