/** Returns a count with its noun, `1 prefix` or `12 prefixes`; each form may go on with a verb, `prefix belongs`. */
export function countText(count: number, one: string, other: string): string {
  return `${count} ${count === 1 ? one : other}`;
}
