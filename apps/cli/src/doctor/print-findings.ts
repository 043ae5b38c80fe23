import type { Environment } from '@postern/core/environment';
import { currentAllowlist } from '@postern/database/allowlist-revisions';
import { formatTable } from '../format-table.js';
import { print } from '../print.js';
import { checkDatabase } from './check-database.js';
import { checkDisk } from './check-disk.js';
import { checkAllowlist, checkNetwork } from './check-network.js';
import { checkPort } from './check-port.js';
import { checkProvider } from './check-provider.js';
import { checkQueue } from './check-queue.js';
import type { Finding } from './finding.js';

/** Makes every check and prints what it found. The exit code is 1 if something keeps Postern from working. */
export async function printFindings(
  environment: Environment,
  { json }: { readonly json?: true },
): Promise<void> {
  const findings = await examine(environment);
  if (json) print(`${JSON.stringify({ data: findings }, null, 2)}\n`);
  else {
    print(formatTable(findings.map(({ state, what, text }) => [state, what, text])));
    print(`\n${summaryOf(findings)}\n`);
  }
  if (findings.some(({ state }) => state === 'fails')) process.exitCode = 1;
}

/** Makes every check; the order is that of the list. */
export async function examine(environment: Environment): Promise<readonly Finding[]> {
  const groups = await Promise.all([
    checkDatabase(environment, async (database) =>
      checkAllowlist(await currentAllowlist(database), environment),
    ),
    checkQueue(environment),
    checkNetwork(environment),
    checkPort(environment),
    checkProvider(environment),
    checkDisk(environment),
  ]);
  return groups.flat();
}

function summaryOf(findings: readonly Finding[]): string {
  const count = (wanted: Finding['state']) => findings.filter(({ state }) => state === wanted).length;
  const [failing, warnings] = [count('fails'), count('warning')];
  if (failing + warnings === 0) return 'Nothing has to be repaired.';
  return `${failing} must be repaired before Postern works, ${warnings} should be.`;
}
