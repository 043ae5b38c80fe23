import { readFileSync, writeFileSync } from 'node:fs';

const page = new URL('../../docs/troubleshooting.md', import.meta.url);
/** Whether the tests write the page in place of comparing it. */
export const isWriting = process.env['UPDATE_GOLDEN'] === '1';

/** The rows of the table below a heading: what is wrong, and the sentence that is printed. */
export function rowsBelow(heading: string): Map<string, string> {
  const rows = sectionBelow(heading).matchAll(/^\| (.+?) +\| `(.+?)` +\|/gm);
  return new Map([...rows].map(([, fault, sentence]) => [fault!, sentence!]));
}

/** Writes the table below a heading anew, with the words between them left as they are. The format is for oxfmt. */
export function writeTable(
  heading: string,
  header: readonly string[],
  rows: readonly (readonly string[])[],
): void {
  const text = readFileSync(page, 'utf8');
  const section = sectionBelow(heading);
  const words = section.split('\n|')[0]!.trimEnd();
  const lines = [header, header.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |\n`);
  writeFileSync(
    page,
    text.replace(`\n## ${heading}\n${section}`, () => `\n## ${heading}\n${words}\n\n${lines.join('')}`),
  );
}

function sectionBelow(heading: string): string {
  const [, text = ''] = readFileSync(page, 'utf8').split(`\n## ${heading}\n`);
  return text.split('\n## ')[0]!;
}
