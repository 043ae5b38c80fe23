/**
 * `npm run check`: everything that CI requires of a change, in one command. With `-- --without-tests` it runs no
 * tests, for a caller that has run them. A part that fails does not stop the next ones.
 */
import { runChild } from './bootstrap/run-child.mjs';
import { parts } from './check/parts.ts';

const failed = [];
for (const [name, { program, options }] of Object.entries(parts)) {
  if (name === 'tests' && process.argv.includes('--without-tests')) continue;
  console.log(`check: ${name}`);
  const code = await runChild(program, options);
  if ([129, 130, 143].includes(code)) process.exit(code); // SIGHUP, SIGINT or SIGTERM, which are meant for the whole check.
  if (code !== 0) failed.push(name);
}
console.log(failed.length === 0 ? 'check: everything passed' : `check: failed: ${failed.join(', ')}`);
process.exitCode = failed.length; // The exit code is the number of failed parts, which .ci/run reads.
