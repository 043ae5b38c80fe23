/**
 * Everything that CI asks of a change, in one command: `npm run check`. With `-- --without-tests` the tests are left
 * out, for a caller that has run them. Every part runs, whatever the others say.
 */
import { runChild } from './bootstrap/run-child.mjs';

const jest = [
  '--experimental-vm-modules',
  '--disable-warning=ExperimentalWarning',
  'node_modules/jest/bin/jest.js',
];
const parts = [
  ['format', 'node_modules/.bin/oxfmt', ['--check']],
  ['lint', 'node_modules/.bin/oxlint', ['--type-aware', '--deny-warnings']],
  ['types', 'node_modules/.bin/tsc', ['-b']],
  ['types of the tests', 'node_modules/.bin/tsc', ['-p', 'tsconfig.test.json']],
  ['tests', process.execPath, jest],
];

const wanted = process.argv.includes('--without-tests') ? parts.slice(0, -1) : parts;
const failed = [];
for (const [name, program, options] of wanted) {
  console.log(`check: ${name}`);
  if ((await runChild(program, options, {})) !== 0) failed.push(name);
}
console.log(failed.length === 0 ? 'check: everything passed' : `check: failed: ${failed.join(', ')}`);
process.exitCode = failed.length; // .ci/run counts them.
