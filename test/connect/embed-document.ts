import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = new URL('../../', import.meta.url);
const read = (file: string) => readFileSync(fileURLToPath(new URL(file, root)), 'utf8');
const text = read('docs/embed.md');

/** The blocks of code of docs/embed.md in one language. */
export function blocks(language: string): string[] {
  return [...text.matchAll(/^```(\w+)\n(.*?)^```$/gms)]
    .filter(([, found]) => found === language)
    .map(([, , block]) => block!.trim());
}

/** The first cells of the tables of docs/embed.md that are code and match a pattern. */
export function documented(pattern: RegExp): string[] {
  return [...text.matchAll(/^\| `([^`]+)`/gm)].map(([, name]) => name!).filter((name) => pattern.test(name));
}

/** The names that docs/embed.md says are open to `::part()`. */
export function documentedParts(): string[] {
  const [paragraph] = /^The parts .*?open to/ms.exec(text)!;
  return [...paragraph.matchAll(/`([\w-]+)`/g)].map(([, name]) => name!);
}

/** The files of the example, as one text without indentation. */
export const exampleText = withoutIndentation(
  ['host-product.mjs', 'host.js'].map((file) => read(`infra/examples/connect/${file}`)).join('\n'),
);

export function withoutIndentation(code: string): string {
  return code.replaceAll(/^\s+/gm, '');
}
