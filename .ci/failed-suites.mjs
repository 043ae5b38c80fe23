/** Prints the paths of the suites that failed, a line each. Argument: Jest's JSON results; an empty file has none. */
import { readFileSync } from 'node:fs';

const text = readFileSync(process.argv[2] ?? '', 'utf8');
const suites = text === '' ? [] : JSON.parse(text).testResults;
for (const { name, status } of suites) if (status === 'failed') console.log(name);
