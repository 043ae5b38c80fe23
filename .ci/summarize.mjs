/** Prints the slowest suites and CI's last line. Arguments: Jest's JSON results, and how many other parts of the check failed. */
import { readFileSync } from 'node:fs';

const [resultsFile = '', failedParts = '0'] = process.argv.slice(2);
/** Terraform needs providers, and Dovecot 2.4 the packages of a newer Debian, which a machine may not reach. */
const mayBeSkipped = /terraform|dovecot-2\.4/i;

const text = readFileSync(resultsFile, 'utf8');
const results = text === '' ? null : JSON.parse(text);
if (results === null) console.log('ci: the tests did not run to their end');

const tests = results?.testResults.flatMap(({ assertionResults }) => assertionResults) ?? [];
const named = (...states) =>
  tests.filter(({ status }) => states.includes(status)).map(({ fullName }) => fullName);
const skipped = named('pending', 'todo', 'skipped', 'disabled');
const unexpected = skipped.filter((name) => !mayBeSkipped.test(name));
for (const name of unexpected) console.log(`ci: skipped, and must not be: ${name}`);

const root = new URL('..', import.meta.url).pathname;
const seconds = ({ startTime, endTime }) => Math.round((endTime - startTime) / 1000);
const slowest = (results?.testResults ?? []).toSorted((a, b) => seconds(b) - seconds(a)).slice(0, 20);
if (slowest.length > 0) console.log('ci: the slowest suites, in seconds');
for (const suite of slowest)
  console.log(`${String(seconds(suite)).padStart(6)}  ${suite.name.replace(root, '')}`);

// A suite that cannot even be loaded has no tests and counts as one failure.
const brokenSuites = results?.numRuntimeErrorTestSuites ?? 1;
const failed = named('failed').length + brokenSuites + Number(failedParts);
console.log(`${named('passed').length} passed, ${failed} failed, ${skipped.length} skipped`);
process.exitCode = failed > 0 || unexpected.length > 0 ? 1 : 0;
