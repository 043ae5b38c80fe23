import { expect, test } from '@jest/globals';
import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { blocks, documented, documentedParts, exampleText, withoutIndentation } from './embed-document.js';

const folder = fileURLToPath(new URL('../../packages/connect/src/', import.meta.url));
const sources = globSync('**/*.ts', { cwd: folder })
  .map((file) => readFileSync(folder + file, 'utf8'))
  .join('\n');
const distinct = (pattern: RegExp) =>
  [...new Set([...sources.matchAll(pattern)].map(([, name]) => name!))].toSorted();

test('each snippet of docs/embed.md in JavaScript or HTML is part of the example, which a test runs', () => {
  const snippets = [...blocks('js'), ...blocks('html')];
  expect(snippets.length).toBeGreaterThan(5);
  expect(snippets.filter((snippet) => !exampleText.includes(withoutIndentation(snippet)))).toEqual([]);
});

test('docs/embed.md lists the custom properties, parts, attributes and events that the component has', () => {
  expect(documented(/^--postern/).toSorted()).toEqual(distinct(/var\((--postern-[\w-]+)/g));
  expect(documented(/^postern-/).toSorted()).toEqual(distinct(/readonly '(postern-[\w-]+)':/g));
  const [, attributes] = /observedAttributes = \[(.*?)\]/s.exec(sources)!;
  const names = [...attributes!.matchAll(/'([\w-]+)'/g)].map(([, name]) => name!);
  expect(documented(/^(?!-)(?!postern)/).toSorted()).toEqual(names.toSorted());
  const parts = distinct(/part: '([\w-]+)'/g);
  expect(parts.length).toBeGreaterThan(10);
  expect(parts.filter((part) => !documentedParts().includes(part))).toEqual([]);
});
