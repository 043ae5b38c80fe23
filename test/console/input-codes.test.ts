import { expect, test } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inputCodes } from '../../apps/console/src/text/input-texts.js';

const root = join(import.meta.dirname, '../..');
const core = ['domain-name', 'exchange-url', 'mail-settings', 'name-labels', 'server-host'].map(
  (name) => `packages/core/src/${name}.ts`,
);
const imports = readdirSync(join(root, 'apps/api/src/import-export'))
  .filter((name) => /^(?!.*\.test\.).*\.ts$/.test(name))
  .map((name) => `apps/api/src/import-export/${name}`);

/** The catalogue has a text for these two, and codes of zod have a text by their field. */
const elsewhere = ['required', 'domain-is-public-suffix', 'too-large', 'custom'];

test('every code with which core or an import refuses a value has a text in each language', () => {
  const source = [...core, ...imports].map((path) => readFileSync(join(root, path), 'utf8')).join('\n');
  const refusals = /(?:\bcode: |\b(?:refuse|withSuggestion)\(\s*)'([a-z0-9-]+)'/g;
  const codes = new Set([...source.matchAll(refusals)].map(([, code]) => code!));
  expect([...codes].filter((code) => !elsewhere.includes(code)).sort()).toEqual([...inputCodes]);
});
