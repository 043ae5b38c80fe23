import { expect, test } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { certificateCodes, inputCodes } from '../../apps/console/src/text/input-texts.js';

const root = join(import.meta.dirname, '../..');
const core = [
  'domain-name',
  'exchange-url',
  'mail-settings',
  'name-labels',
  'server-host',
  'token-sources',
  'url-length',
  'webhook-url',
].map((name) => `packages/core/src/${name}.ts`);
const others = [
  'packages/firewall/src/account-settings.ts',
  ...['firewall/firewall', 'links/links', 'links/own-link'].map(
    (name) => `apps/api/src/${name}.controller.ts`,
  ),
];
const imports = readdirSync(join(root, 'apps/api/src/import-export'))
  .filter((name) => /^(?!.*\.test\.).*\.ts$/.test(name))
  .map((name) => `apps/api/src/import-export/${name}`);

/** The catalogue has a text for these two, and codes of zod have a text by their field. */
const elsewhere = ['required', 'domain-is-public-suffix', 'too-large', 'custom'];

const sourceOf = (paths: readonly string[]) =>
  paths.map((path) => readFileSync(join(root, path), 'utf8')).join('\n');

test('every code with which core, an import or a form of the console refuses a value has a text in each language', () => {
  const source = sourceOf([...core, ...imports, ...others]);
  const refusals =
    /(?:\bcode(?:: | = )|\b(?:refuse|withSuggestion|invalidInput)\(\s*(?:'\w+', )?)'([a-z0-9-]+)'/g;
  const codes = new Set([...source.matchAll(refusals)].map(([, code]) => code!));
  expect([...codes].filter((code) => !elsewhere.includes(code)).sort()).toEqual([...inputCodes]);
});

test('every code with which a certificate is refused has a text in each language', () => {
  const folder = 'apps/api/src/certificate-authorities';
  const source = sourceOf([`${folder}/read-authority.ts`, `${folder}/certificate-authorities.controller.ts`]);
  // The refusals, the rules of `problemsOf`, and the two tuples of the controller.
  const refusals = /(?:refused\(\s*|= \[|\[\s*[\w.()]+(?: >= now)?,\s*|\],\s*)'([a-z-]+)',/g;
  const codes = new Set([...source.matchAll(refusals)].map(([, code]) => code!));
  const ofSchema = 'too-large';
  expect([...codes, ofSchema].sort()).toEqual([...certificateCodes]);
});
