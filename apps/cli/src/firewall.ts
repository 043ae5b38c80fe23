import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Finding } from '@postern/core/finding';
import type { Target } from '@postern/firewall/target';
import { Command } from 'commander';
import { collect, withAccountOptions, type AccountOptions } from './account-options.js';

type FirewallOptions = AccountOptions & {
  readonly allowlist?: string;
  readonly tokenFile?: string;
  readonly previous?: string;
  readonly parameter: readonly string[];
  readonly out?: string;
  readonly describe?: true;
  readonly json?: true;
};

/** `postern firewall <target>`: rules for the customer's own equipment, without a server (B4). */
export function firewallCommand(): Command {
  const command = new Command('firewall')
    .description(
      'write firewall rules from the allowlist and your own servers; without a target, list the targets; exits 2 and writes no file if a finding is an error',
    )
    .argument('[target]', 'such as nftables, fortigate or terraform-aws');
  return withAccountOptions(command)
    .option(
      '-p, --parameter <name=value>',
      'a parameter of the target; JSON or plain text; may be repeated',
      collect,
      [],
    )
    .option(
      '--previous <file or URL>',
      'the allowlist that is deployed now, for targets that must be told what to remove',
    )
    .option('--out <directory>', 'write the files there')
    .option('--describe', 'print the target’s parameters as JSON Schema instead')
    .option('--json', 'print files and findings as JSON')
    .action(runFirewall);
}

async function runFirewall(id: string | undefined, options: FirewallOptions): Promise<void> {
  if (id === undefined) {
    const { allTargets } = await import('@postern/terraform/all-targets');
    for (const target of await allTargets())
      process.stdout.write(`${target.id.padEnd(14)} ${target.label}\n`);
    return;
  }
  const [{ readRuleSet }, { UsageError }, { findTarget }] = await Promise.all([
    import('./read-rule-set.js'),
    import('./usage-error.js'),
    import('@postern/terraform/all-targets'),
  ]);
  const target = await findTarget(id);
  if (target === undefined) throw new UsageError(`There is no target ${id}; “postern firewall” lists them`);
  if (options.describe) {
    const { describeTarget } = await import('@postern/firewall/targets');
    process.stdout.write(`${JSON.stringify(describeTarget(target), null, 2)}\n`);
    return;
  }
  const ruleSet = await readRuleSet(options.allowlist, options);
  const parameters = { ...(await removals(target, options)), ...readParameters(options.parameter) };
  const parsed = target.parameters.safeParse(parameters);
  if (!parsed.success) {
    const { inputErrors } = await import('@postern/core/problem');
    throw new UsageError(
      inputErrors(parsed.error.issues)
        .map(({ path, message }) => `--parameter ${path}: ${message}`)
        .join('\n'),
    );
  }
  const { files, findings } = target.render(ruleSet, parameters);
  if (findings.some(({ level }) => level === 'error')) process.exitCode = 2;
  if (options.json) {
    process.stdout.write(
      `${JSON.stringify({ revision: ruleSet.revision, sha256: ruleSet.sha256, files, findings }, null, 2)}\n`,
    );
    return;
  }
  printFindings(findings);
  for (const { path, text } of files) {
    if (options.out === undefined) {
      process.stdout.write(files.length === 1 ? text : `==> ${path} <==\n${text}\n`);
    } else {
      const file = join(options.out, path);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, text);
      process.stderr.write(`wrote ${file}\n`);
    }
  }
}

/** Findings go to standard error: standard output is the file. */
export function printFindings(findings: readonly Finding[]): void {
  for (const { level, text } of findings) process.stderr.write(`${level}: ${text}\n`);
}

async function removals(target: Target, options: FirewallOptions): Promise<{ removed?: unknown }> {
  const takesThem = target.parameters.safeParse({ removed: [] }).success;
  if (options.previous === undefined || !takesThem) return {};
  const [{ readRuleSet }, { removedPrefixes }] = await Promise.all([
    import('./read-rule-set.js'),
    import('@postern/firewall/removed-prefixes'),
  ]);
  return {
    removed: removedPrefixes(
      await readRuleSet(options.previous, options),
      await readRuleSet(options.allowlist, options),
    ),
  };
}

function readParameters(pairs: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.indexOf('=');
      const [name, value] = at < 0 ? [pair, 'true'] : [pair.slice(0, at), pair.slice(at + 1)];
      try {
        return [name, JSON.parse(value) as unknown];
      } catch {
        return [name, value]; // Plain text needs no quotes.
      }
    }),
  );
}
