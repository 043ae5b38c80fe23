/**
 * Everything that CI asks of a change, in one command: `npm run check`. With `-- --without-tests` the tests are left
 * out, for a caller that has run them. Every part runs, also after another has failed.
 */
import { runChild } from './bootstrap/run-child.mjs';
import { parts } from './check/parts.ts';

const failed = [];
for (const [name, { program, options }] of Object.entries(parts)) {
  if (name === 'tests' && process.argv.includes('--without-tests')) continue;
  console.log(`check: ${name}`);
  if ((await runChild(program, options, {})) !== 0) failed.push(name);
}
console.log(failed.length === 0 ? 'check: everything passed' : `check: failed: ${failed.join(', ')}`);
process.exitCode = failed.length; // .ci/run counts them.
