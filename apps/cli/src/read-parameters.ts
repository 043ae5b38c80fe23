/** Reads `name=value` pairs of the command line. A value is JSON or plain text; a name without a value is true. */
export function readParameters(pairs: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.indexOf('=');
      const [name, value] = at < 0 ? [pair, 'true'] : [pair.slice(0, at), pair.slice(at + 1)];
      try {
        return [name, JSON.parse(value) as unknown];
      } catch {
        return [name, value]; // A value that is not JSON is plain text, which needs no quotes.
      }
    }),
  );
}
