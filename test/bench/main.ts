/** `npm run bench -- <name> [options]`: each file of this folder that exports `run` is a bench. */
const benches = ['verify', 'populate', 'allowlist', 'import', 'console', 'fairness', 'rounds'] as const;

const [name, ...options] = process.argv.slice(2);
const found = benches.find((bench) => bench === name);
if (found === undefined) {
  console.error(`usage: npm run bench -- ${benches.join('|')} [--quick]`);
  process.exitCode = 2;
} else {
  const bench = (await import(`./${found}.ts`)) as { run(options: readonly string[]): Promise<void> };
  await bench.run(options);
}
