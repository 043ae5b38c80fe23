/** The name of a value in a record of the catalogue; a value without a name, e.g. of a newer api, is its own. */
export function nameOf(names: Readonly<Record<string, string>>, value: string): string {
  return names[value] ?? value;
}
