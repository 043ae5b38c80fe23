/**
 * Prints the slowest suites and CI's last line. Arguments: Jest's JSON results, those of the suites that ran again, and how
 * many other parts of the check failed.
 */
import { readFileSync } from 'node:fs';

const [resultsFile = '', againFile = '', failedParts = '0'] = process.argv.slice(2);
/** Terraform needs providers, and Dovecot 2.4 the packages of a newer Debian, which a machine may not reach. */
const mayBeSkipped = /terraform|dovecot-2\.4/i;

const first = read(resultsFile);
if (first === null) console.log('ci: the tests did not run to their end');
const again = new Map(read(againFile)?.testResults.map((suite) => [suite.name, suite]));
const suites = first?.testResults.map((suite) => again.get(suite.name) ?? suite) ?? [];
for (const { name, status } of again.values())
  if (status === 'passed') console.log(`ci: failed beside other suites and passed alone: ${name}`);

const tests = suites.flatMap(({ assertionResults }) => assertionResults);
const named = (...states) =>
  tests.filter(({ status }) => states.includes(status)).map(({ fullName }) => fullName);
const skipped = named('pending', 'todo', 'skipped', 'disabled');
const unexpected = skipped.filter((name) => !mayBeSkipped.test(name));
for (const name of unexpected) console.log(`ci: skipped, and must not be: ${name}`);

const root = new URL('..', import.meta.url).pathname;
const seconds = ({ startTime, endTime }) => Math.round((endTime - startTime) / 1000);
const slowest = suites.toSorted((a, b) => seconds(b) - seconds(a)).slice(0, 20);
if (slowest.length > 0) console.log('ci: the slowest suites, in seconds');
for (const suite of slowest)
  console.log(`${String(seconds(suite)).padStart(6)}  ${suite.name.replace(root, '')}`);

// A suite that cannot even be loaded has no tests and counts as one failure.
const isBroken = ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0;
const brokenSuites = first === null ? 1 : suites.filter(isBroken).length;
const failed = named('failed').length + brokenSuites + Number(failedParts);
console.log(`${named('passed').length} passed, ${failed} failed, ${skipped.length} skipped`);
process.exitCode = failed > 0 || unexpected.length > 0 ? 1 : 0;

/** Returns Jest's results in a file, or null for an empty file: Jest did not run, or not to its end. */
function read(file) {
  const text = readFileSync(file, 'utf8');
  return text === '' ? null : JSON.parse(text);
}
