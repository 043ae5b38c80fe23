/**
 * Writes src/sample-allowlist.ts from seed/allowlist-section.txt, a copy of the address section of the vendor's
 * help page. Prints each refused bullet on standard error.
 *
 * Usage: node_modules/.bin/node --import=./infra/bootstrap/typescript-imports.mjs packages/core/scripts/write-sample-allowlist.ts
 */
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { sealAllowlist } from '../src/allowlist-document.js';
import { parseSeedPage } from './seed-page.js';

const page = await readFile(new URL('../seed/allowlist-section.txt', import.meta.url), 'utf8');
const { entries, refused } = parseSeedPage(page);
for (const { line, list, reason } of refused)
  console.error(`line ${line}: ${reason} bullet in the ${list} list refused`);

const document = sealAllowlist(
  { vendor: 'HubSpot', dataCenters: [], entries },
  {
    revision: 1,
    publishedAt: '2024-03-22T00:00:00.000Z', // the date that the help page gives as "Last updated"
    sha256: (text) => createHash('sha256').update(text).digest('hex'),
  },
);
const { entries: sorted, ...head } = document;
const lines = sorted.map((entry) => `    ${JSON.stringify(entry)},`);
const text = `import type { AllowlistDocument } from './allowlist-document.js';

/** Written by scripts/write-sample-allowlist.ts from seed/allowlist-section.txt; do not edit. */
export const sampleAllowlist: AllowlistDocument = {
${Object.entries(head)
  .map(([key, value]) => `  ${key}: ${JSON.stringify(value)},`)
  .join('\n')}
  entries: [
${lines.join('\n')}
  ],
};

/** Whether an allowlist document is the sample list. The first list that an operator publishes has revision 2. */
export function isSampleAllowlist({ sha256, revision }: Pick<AllowlistDocument, 'sha256' | 'revision'>): boolean {
  return sha256 === sampleAllowlist.sha256 && revision === sampleAllowlist.revision;
}
`;
await writeFile(new URL('../src/sample-allowlist.ts', import.meta.url), text);
