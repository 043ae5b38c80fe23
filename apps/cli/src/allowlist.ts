import { listNameSchema } from '@postern/core/list-name';
import { Command, Option } from 'commander';
import { withAccountOptions, withAllowlistOptions } from './account-options.js';
import type { CheckOptions } from './check-firewall.js';
import { withExamples } from './examples.js';
import { readEnvironment } from './read-environment.js';
import type { VerifyListOptions } from './verify-allowlist.js';
import type { DiffOptions, LintOptions, MatchOptions, ShowOptions } from './allowlist-actions.js';

const protocols = listNameSchema.options;
const family = () => new Option('--family <4 or 6>', 'IPv4 or IPv6 only').choices(['4', '6']);

/**
 * `postern allowlist`: shows and checks the vendor's lists without a server. The code of an action is loaded when
 * it runs.
 */
export function allowlistCommand(): Command {
  const command = withExamples(
    new Command('allowlist'),
    'postern allowlist show --protocol imap',
  ).description('show, compare and check the vendor’s outbound addresses');
  withExamples(
    withAccountOptions(command.command('show')),
    'postern allowlist show --protocol imap',
    'postern allowlist show --allowlist https://postern.example.com --token-file token --format json',
  )
    .description('print the allowlist')
    .addOption(
      new Option('--protocol <name>', 'the list to print; required for text and CSV').choices(protocols),
    )
    .addOption(family())
    .addOption(new Option('--format <name>', 'how').choices(['text', 'csv', 'json']).default('text'))
    .action(async (options: ShowOptions) => (await import('./allowlist-actions.js')).showAllowlist(options));
  withExamples(command.command('diff <before> <after>'), 'postern allowlist diff before.json after.json')
    .description('print the differences between two documents; exits 1 if there are any')
    .option('--token-file <file>', 'the file with the token for URLs')
    .option('--json', 'print JSON')
    .action(async (before: string, after: string, options: DiffOptions) =>
      (await import('./allowlist-actions.js')).diffAllowlistFiles(before, after, options),
    );
  withExamples(
    withAccountOptions(command.command('match <source> [destination] [port]')),
    'postern allowlist match 54.174.62.196',
    'postern allowlist match 54.174.62.196 mail.example.com 993 --imap mail.example.com --smtp mail.example.com',
  )
    .description('tell whether the rules let an address in; exits 1 if no rule does')
    .option('--json', 'print JSON')
    .action(
      async (
        source: string,
        destination: string | undefined,
        port: string | undefined,
        options: MatchOptions,
      ) => (await import('./allowlist-actions.js')).matchAddress({ source, destination, port }, options),
    );
  withExamples(
    withAllowlistOptions(command.command('lint')),
    'postern allowlist lint --allowlist next.json --previous published.json',
  )
    .description('check the allowlist for mistakes; exits 1 on errors')
    .option('--previous <file or URL>', 'the document that the list replaces')
    .option('--json', 'print JSON')
    .action(async (options: LintOptions) =>
      (await import('./allowlist-actions.js')).lintAllowlistFile(options),
    );
  addCheck(command);
  command.addCommand(vendorCommand());
  command.addCommand(verifyCommand());
  return command;
}

function addCheck(command: Command): void {
  withExamples(
    withAccountOptions(command.command('check <deployed>')),
    'iptables-save | postern allowlist check - --settings settings.ndjson',
    'postern allowlist check imap4.txt --protocol imap --family 4',
  )
    .description(
      'compare deployed rules, in any known format, with the allowlist (“-” is standard input); exits 1 if they differ, 2 if parts cannot be read',
    )
    .addOption(
      new Option('--protocol <name>', 'the list that a plain list of prefixes is compared with').choices(
        protocols,
      ),
    )
    .addOption(family())
    .option('--json', 'print JSON')
    .action(async (deployed: string, options: CheckOptions) =>
      (await import('./check-firewall.js')).checkFirewall(undefined, deployed, options),
    );
}

function verifyCommand(): Command {
  const command = new Command('verify')
    .argument('<signed>', 'a file, or the URL /v1/allowlist/document.jws of an installation')
    .description('check the signature of a list; exits 1 if it is not genuine')
    .requiredOption(
      '--keys <file or URL>',
      'the keys of the vendor’s installation: /.well-known/postern-allowlist-keys, better from a copy that you trust',
    )
    .option('--token-file <file>', 'the file with the token for the URL of the list')
    .option('--out <file>', 'write the verified document to this file, for --allowlist')
    .action(async (signed: string, options: VerifyListOptions) =>
      (await import('./verify-allowlist.js')).verifyAllowlist(signed, options),
    );
  return withExamples(command, 'postern allowlist verify document.jws --keys postern-keys.json');
}

function vendorCommand(): Command {
  const command = new Command('vendor')
    .argument('[name]', 'the name under which your customers know you')
    .description(
      'print or set the vendor’s name in lists, rules and the sheet for IT; works on the database of this installation',
    )
    .option('--json', 'print JSON')
    .action(async (name: string | undefined, options: { json?: true }) => {
      const environment = readEnvironment();
      await (await import('./allowlist-vendor.js')).nameVendor(environment, name, options);
    });
  return withExamples(command, 'postern allowlist vendor', 'postern allowlist vendor "Example CRM"');
}
