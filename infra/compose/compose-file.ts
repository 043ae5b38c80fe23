import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

/** A service of compose.yaml, with what the tests read of it. */
type Service = {
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly secrets?: readonly string[];
  readonly volumes?: readonly string[];
  readonly networks: readonly string[];
};
export type ComposeFile = {
  readonly services: Readonly<Record<string, Service>>;
  readonly secrets: Readonly<Record<string, { readonly file: string }>>;
  readonly networks: Readonly<Record<string, unknown>>;
};

/**
 * Reads compose.yaml with its anchors, and with `values` in place of `${NAME}`, `${NAME:-default}` and `${NAME:?message}`,
 * as https://github.com/compose-spec/compose-spec/blob/main/12-interpolation.md says.
 */
export function readComposeFile(values: Readonly<Record<string, string>>): ComposeFile {
  const text = readFileSync(new URL('compose.yaml', import.meta.url), 'utf8');
  const filled = text.replaceAll(
    /\$\{(\w+)(?::([-?])([^}]*))?\}/g,
    (_, name: string, kind: string | undefined, rest: string) => {
      const value = values[name] ?? (kind === '-' ? rest : undefined);
      if (value === undefined) throw new Error(`${name}: ${rest}`);
      return value;
    },
  );
  return parse(filled, { merge: true }) as ComposeFile;
}
