/**
 * `npm run lab`: runs every scenario on loopback through the real probe threads and prints its result and cost,
 * then probes a thousand flooding servers. Exits 1 if a scenario has a wrong result or costs too much.
 *
 * - `npm run lab -- TEXT`: only the scenarios whose name contains the text, and no floods.
 * - `npm run lab -- --real`: logs in to real servers instead.
 */
import { parseArgs } from 'node:util';
import { makeCertificates } from '../certificates/make-certificates.js';
import { allScenarios } from '../scenarios/all-scenarios.js';
import { MeasuredThreads, type MeasuredRun } from '../scenarios/measured-threads.js';
import { printRealServers } from './real-servers.js';
import { runFloods } from '../scenarios/run-floods.js';
import type { Scenario } from '../scenarios/scenario.js';
import { startFloodServers } from '../scenarios/start-flood-servers.js';

const floods = 1_000;
const floodsAtATime = 10;
const { values, positionals } = parseArgs({ options: { real: { type: 'boolean' } }, allowPositionals: true });
const [wanted = ''] = positionals;

const certificates = await makeCertificates();
const threads = new MeasuredThreads(2);
let wrong = 0;
try {
  if (values.real === true) wrong = await printRealServers(certificates);
  else await runScenarios();
} finally {
  await threads.close();
}
process.exitCode = wrong === 0 ? 0 : 1;

async function runScenarios(): Promise<void> {
  await warmUp();
  print(['scenario', 'expected', 'seen', 'ms', 'CPU ms', 'bytes']);
  const scenarios = allScenarios.filter(({ name }) => name.includes(wanted));
  const runs: MeasuredRun[] = [];
  for (const scenario of scenarios) {
    const run = await threads.measure(scenario, certificates);
    const code = codeOf(scenario, run);
    const expected = scenario.expected?.code ?? 'passed';
    if (code !== expected) wrong += 1;
    runs.push(run);
    print([scenario.name, expected, code, run.ms.toFixed(0), run.cpuMs.toFixed(1), String(run.bytesRead)]);
  }
  printCount(scenarios, runs);
  if (wanted === '') await runManyFloods();
}

/** Prints how many results were right, how many codes were seen, and the cost of the dearest conversation. */
function printCount(scenarios: readonly Scenario[], runs: readonly MeasuredRun[]): void {
  const codes = new Set(scenarios.map((scenario, index) => codeOf(scenario, runs[index]!)));
  codes.delete('passed');
  const most = (cost: (run: MeasuredRun) => number) => Math.max(0, ...runs.map(cost));
  console.log(`\n${runs.length - wrong} of ${runs.length} scripted servers as expected, ${codes.size} codes`);
  console.log(
    `at most ${most(({ cpuMs }) => cpuMs).toFixed(1)} ms of CPU and ${most(({ bytesRead }) => bytesRead)} bytes for one of them`,
  );
}

/**
 * Runs a few conversations first: those of a new thread compile its code and read the trust roots, which would be
 * counted as the cost of the scenario.
 */
async function warmUp(): Promise<void> {
  const good = allScenarios.find(({ name }) => name === 'R27 a good RSA certificate')!;
  for (let round = 0; round < 10; round += 1) await threads.measure(good, certificates);
}

async function runManyFloods(): Promise<void> {
  const servers = await startFloodServers();
  try {
    await runFloods(servers, threads.run, floods / 10, floodsAtATime);
    const { grownBytes, loopDelayP99Ms, codes } = await runFloods(
      servers,
      threads.run,
      floods,
      floodsAtATime,
    );
    const grown = (grownBytes / 1024 / 1024).toFixed(1);
    console.log(`\n${floods} floods, ${floodsAtATime} at a time: ${JSON.stringify(codes)}`);
    console.log(`grown by ${grown} MiB, event-loop delay p99 ${loopDelayP99Ms.toFixed(1)} ms`);
  } finally {
    await servers.close();
  }
}

function codeOf({ endpoint }: Scenario, { result }: MeasuredRun): string {
  const report = result.endpoints.find((one) => one.endpoint === endpoint);
  return report?.steps.find(({ failure }) => failure !== null)?.failure?.code ?? 'passed';
}

function print([
  name = '',
  expected = '',
  seen = '',
  ms = '',
  cpu = '',
  bytes = '',
]: readonly string[]): void {
  const mark = expected === seen || ms === 'ms' ? ' ' : '≠';
  const columns = [
    name.slice(0, 80).padEnd(80),
    expected.padEnd(28),
    mark,
    seen.padEnd(28),
    ms.padStart(6),
    cpu.padStart(7),
    bytes.padStart(7),
  ];
  console.log(columns.join(' ').trimEnd());
}
