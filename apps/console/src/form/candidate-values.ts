import type { BareServers } from '@postern/core/servers-key';
import { emptyValues, type FieldPath, type FormValues } from './field-path';
import { fromServers } from './settings-input';
import type { Fields } from './use-fields';

/** The values of a form that has the servers of a candidate. A proposal never allows a non-secure certificate. */
export function candidateValues(candidate: BareServers): Partial<FormValues> {
  return fromServers(
    candidate.kind === 'imap' ? { ...candidate, allowNonSecureCertificate: false } : candidate,
  );
}

/** The fields whose typed values a candidate would replace by others. */
export function typedOtherwise(fields: Fields, candidate: BareServers): FieldPath[] {
  return pathsOf(candidate).filter(
    (path) =>
      fields.isTyped(path) &&
      fields.values[path] !== '' &&
      fields.values[path] !== candidateValues(candidate)[path],
  );
}

/** Whether the form has the servers of a candidate. */
export function isFilledIn(fields: Fields, candidate: BareServers): boolean {
  const wanted = candidateValues(candidate);
  return pathsOf(candidate).every((path) => fields.values[path] === wanted[path]);
}

/** Fills in the servers of a candidate, but for the fields in `kept`. */
export function fillCandidate(fields: Fields, candidate: BareServers, kept: readonly FieldPath[] = []): void {
  const wanted = Object.entries(candidateValues(candidate));
  fields.fill(Object.fromEntries(wanted.filter(([path]) => !kept.includes(path as FieldPath))));
}

/** Empties the fields that a candidate has filled in. */
export function emptyCandidate(fields: Fields, candidate: BareServers): void {
  fields.fill(Object.fromEntries(pathsOf(candidate).map((path) => [path, emptyValues[path]])));
}

function pathsOf(candidate: BareServers): FieldPath[] {
  return Object.keys(candidateValues(candidate)) as FieldPath[];
}
