import { expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const script = readFileSync(new URL('../dist/connect.js', import.meta.url));
const mostBytes = 20_000;

test('the built component is one module without imports, below 20 kB compressed', () => {
  const bytes = gzipSync(script, { level: 9 }).length;
  console.log(`connect.js: ${script.length} bytes, ${bytes} with gzip`);
  expect(bytes).toBeLessThan(mostBytes);
  expect(script.toString()).not.toMatch(/\bimport\s*(?:["'{*(]|\w+\s+from)/);
});

test('the built component evaluates no text as code or markup, and writes no style attribute', () => {
  const forbidden =
    /\beval\s*\(|new Function|innerHTML|outerHTML|insertAdjacentHTML|document\.write|createContextualFragment|setHTMLUnsafe|\.style\b/;
  expect(forbidden.exec(script.toString())).toBeNull();
});
