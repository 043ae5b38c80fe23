import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Finding } from '@postern/core/finding';
import type { RuleSet } from '@postern/firewall/rule-set';
import { Command } from 'commander';
import { print, printError } from './print.js';
import { collect, withAccountOptions, type AccountOptions } from './account-options.js';
import type { CheckOptions } from './check-firewall.js';
import { withExamples } from './examples.js';
import { readParameters } from './read-parameters.js';
import { prepareShortRun } from './short-run.js';

type FirewallOptions = AccountOptions & {
  readonly allowlist?: string;
  readonly tokenFile?: string;
  readonly previous?: string;
  readonly previousSettings?: string;
  readonly parameter: readonly string[];
  readonly out?: string;
  readonly describe?: true;
  readonly json?: true;
};

/** `postern firewall <target>`: writes rules for the customer's own equipment, without a server (B4). */
export function firewallCommand(): Command {
  const command = withExamples(
    new Command('firewall'),
    'postern firewall nftables --settings settings.ndjson --destination mail.example.com=192.0.2.10',
    'postern firewall fortigate --imap mail.example.com --smtp mail.example.com --parameter before=17 --out rules',
  )
    .description(
      'write firewall rules from the allowlist and your own servers; without a target, list the targets; exits 2 and writes no file if a finding is an error',
    )
    .argument('[target]', 'such as nftables, fortigate or terraform-aws');
  command.addCommand(checkCommand());
  return withAccountOptions(command)
    .option(
      '-p, --parameter <name=value>',
      'a parameter of the target; JSON or plain text; may be repeated',
      collect,
      [],
    )
    .option(
      '--previous <file or URL>',
      'the allowlist of the rules deployed now; adds a file that removes the entries it had and the new list lacks',
    )
    .option(
      '--previous-settings <file>',
      'the mail settings of the rules deployed now, if they differ from --settings',
    )
    .option('--out <directory>', 'write the files to this directory')
    .option('--describe', 'print the target’s parameters as JSON Schema instead of rules')
    .option('--json', 'print files and findings as JSON')
    .action(runFirewall);
}

/**
 * Returns the subcommand `check`. It has the options of `postern firewall`, which are also read if they follow the
 * name of the subcommand.
 */
function checkCommand(): Command {
  return withExamples(
    new Command('check'),
    'nft -j list ruleset | postern firewall check nftables --settings settings.ndjson',
  )
    .description(
      'compare the output of a device with the rules of the same options of “postern firewall”; exits 0 if they agree, 1 if they differ, 2 if parts cannot be read',
    )
    .argument('<target>', 'such as nftables, fortigate or terraform-aws')
    .argument('[file]', 'the output of the device; “-” is standard input', '-')
    .option(
      '--protocol <name>',
      'the list that a plain list is compared with: imap, smtp, exchange or webhook',
    )
    .action(async (target: string, file: string, _: object, command: Command) =>
      (await import('./check-firewall.js')).checkFirewall(
        target,
        file,
        command.optsWithGlobals<CheckOptions>(),
      ),
    );
}

async function runFirewall(id: string | undefined, options: FirewallOptions): Promise<void> {
  if (id === undefined) {
    const { allTargets } = await import('@postern/terraform/all-targets');
    for (const target of await allTargets()) print(`${target.id.padEnd(14)} ${target.label}\n`);
    return;
  }
  prepareShortRun();
  const [{ readRuleSet }, { UsageError }, { findTarget }] = await Promise.all([
    import('./read-rule-set.js'),
    import('./usage-error.js'),
    import('@postern/terraform/all-targets'),
  ]);
  const target = await findTarget(id);
  if (target === undefined) throw new UsageError(`There is no target ${id}; “postern firewall” lists them`);
  if (options.describe) {
    const { describeTarget } = await import('@postern/firewall/targets');
    print(`${JSON.stringify(describeTarget(target), null, 2)}\n`);
    return;
  }
  const ruleSet = await readRuleSet(options.allowlist, options);
  const parameters = readParameters(options.parameter);
  const parsed = target.parameters.safeParse(parameters);
  if (!parsed.success) {
    const { inputErrors } = await import('@postern/core/problem');
    throw new UsageError(
      inputErrors(parsed.error.issues)
        .map(({ path, message }) => `--parameter ${path}: ${message}`)
        .join('\n'),
    );
  }
  const previous = await previousRuleSet(options);
  const { files, removes, findings } = target.render(ruleSet, parameters, previous);
  if (findings.some(({ level }) => level === 'error')) process.exitCode = 2;
  if (options.json) {
    print(
      `${JSON.stringify({ revision: ruleSet.revision, sha256: ruleSet.sha256, files, removes, findings }, null, 2)}\n`,
    );
    return;
  }
  printFindings(findings);
  // Without --out, the commands that remove all rules are not printed, because they could be pasted along with the
  // rules. With a previous revision they are printed, because the user asked for them.
  const shown = options.out === undefined && previous === null ? files : [...files, ...removes];
  for (const { path, text } of shown) {
    if (options.out === undefined) {
      print(shown.length === 1 ? text : `==> ${path} <==\n${text}\n`);
    } else {
      const file = join(options.out, path);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, text);
      printError(`wrote ${file}\n`);
    }
  }
}

/** Prints findings on standard error, because standard output contains the rendered file. */
export function printFindings(findings: readonly Finding[]): void {
  for (const { level, text } of findings) printError(`${level}: ${text}\n`);
}

/**
 * Returns the rule set of the rules deployed now: from the previous list, the previous settings, or both; null if
 * neither is given.
 */
async function previousRuleSet(options: FirewallOptions): Promise<RuleSet | null> {
  const { previous, previousSettings } = options;
  if (previous === undefined && previousSettings === undefined) return null;
  const { readRuleSet } = await import('./read-rule-set.js');
  const servers =
    previousSettings === undefined ? {} : { settings: previousSettings, imap: [], smtp: [], exchange: [] };
  return readRuleSet(previous ?? options.allowlist, { ...options, ...servers });
}
