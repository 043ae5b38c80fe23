import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { root } from './checkout.js';

type TestResult = { readonly fullName: string; readonly status: 'passed' | 'failed' | 'pending' };

/** The artefacts that tests prove, and their tests: a file, and what the names of the tests match. */
export const provedByTests: Readonly<Record<string, readonly [file: string, name: RegExp]>> = {
  'systemd units': ['infra/package/package.test.ts', /^systemd finds no fault/],
  'licences of production dependencies': ['infra/package/package.test.ts', /licen[cs]es/],
  'compose.yaml without Compose': ['infra/compose/compose.test.ts', /./],
  'Kubernetes manifests without a cluster': ['infra/kubernetes/kubernetes.test.ts', /./],
  'alert rules and dashboard': ['infra/observability/observability.test.ts', /./],
  'npm packages in an empty folder': ['test/packed-packages.test.ts', /./],
};

let results: ReadonlyMap<string, readonly TestResult[]> | undefined;

/**
 * Returns how many tests of an artefact have passed; the first call runs the tests of all artefacts. Throws if one has
 * failed, and if one was skipped, which happens where a program that it needs is missing.
 */
export function proveByTests(artefact: string): string {
  results ??= runTests([...new Set(Object.values(provedByTests).map(([file]) => file))]);
  const [file, name] = provedByTests[artefact]!;
  const tests = (results.get(file) ?? []).filter(({ fullName }) => name.test(fullName));
  const others = tests.filter(({ status }) => status !== 'passed');
  if (others.length > 0) throw new Error(others.map((test) => `${test.status}: ${test.fullName}`).join('\n'));
  if (tests.length === 0) throw new Error(`${file} has not run`);
  return `${tests.length} tests of ${file} pass`;
}

/** Runs test files and returns their results by the path of the file in the checkout. */
function runTests(files: readonly string[]): Map<string, TestResult[]> {
  const folder = mkdtempSync(join(tmpdir(), 'postern-results-'));
  const report = join(folder, 'report.json');
  try {
    const options = ['test', '--silent', '--', '--json', `--outputFile=${report}`, ...files];
    try {
      execFileSync('npm', options, { cwd: root, stdio: 'ignore' });
    } catch {
      // The report has what has failed; without one, reading it throws.
    }
    const { testResults } = JSON.parse(readFileSync(report, 'utf8')) as {
      readonly testResults: readonly { readonly name: string; readonly assertionResults: TestResult[] }[];
    };
    return new Map(testResults.map(({ name, assertionResults }) => [relative(root, name), assertionResults]));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
