export type ChangedField = {
  readonly field: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
};

/** The fields that differ between two states, nested ones by their path, e.g. `imap.port`. */
export function changedFields(before: object | null, after: object | null): ChangedField[] {
  const [old, now] = [flatten(before), flatten(after)];
  const fields = [...new Set([...old.keys(), ...now.keys()])];
  return fields
    .filter((field) => old.get(field) !== now.get(field))
    .map((field) => ({ field, before: old.get(field), after: now.get(field) }));
}

function flatten(value: object | null, prefix = ''): Map<string, string> {
  const flat = new Map<string, string>();
  for (const [name, field] of Object.entries(value ?? {}) as [string, unknown][]) {
    const path = `${prefix}${name}`;
    if (typeof field === 'object' && field !== null && !Array.isArray(field)) {
      for (const [inner, leaf] of flatten(field, `${path}.`)) flat.set(inner, leaf);
    } else if (field !== null && field !== undefined) {
      flat.set(path, typeof field === 'string' ? field : JSON.stringify(field));
    }
  }
  return flat;
}
