import type { Step } from '../api/verifications';
import { text } from '../text';
import { nameOf } from '../text/name-of';

/** Facts that the certificate below the steps shows. */
const shownByCertificate = new Set(['sha256', 'daysLeft', 'failedChecks']);

/** What a step found out, as names and values. */
export function knownFacts(facts: Step['facts']): [name: string, value: string][] {
  return Object.entries(facts)
    .filter(
      ([name, value]) =>
        !shownByCertificate.has(name) && value !== null && !(Array.isArray(value) && value.length === 0),
    )
    .map(([name, value]) => [
      nameOf(text.verification.facts, name),
      Array.isArray(value) ? value.join(' ') : factValue(value),
    ]);
}

function factValue(value: string | number | boolean | null): string {
  if (typeof value !== 'boolean') return String(value);
  return value ? text.verification.yes : text.verification.no;
}
