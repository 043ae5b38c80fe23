/** A Jest reporter that lists every skipped test at the end of the run. */
export default class SkippedTestsReporter {
  onRunComplete(_contexts, { testResults }) {
    const skipped = testResults.flatMap(({ testResults: tests }) =>
      tests.filter(({ status }) => status === 'pending' || status === 'todo').map(({ fullName }) => fullName),
    );
    if (skipped.length === 0) return;
    console.log(`\nSkipped (${skipped.length}):`);
    for (const name of skipped) console.log(`  - ${name}`);
  }
}
