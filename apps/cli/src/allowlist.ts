import { Command, Option } from 'commander';
import { withAccountOptions, withAllowlistOptions } from './account-options.js';
import type {
  CheckOptions,
  DiffOptions,
  LintOptions,
  MatchOptions,
  ShowOptions,
} from './allowlist-actions.js';

const protocols = ['imap', 'smtp', 'exchange'];
const family = () => new Option('--family <4 or 6>', 'IPv4 or IPv6 only').choices(['4', '6']);

/** `postern allowlist`: the vendor's lists, without a server. The actions are loaded when they are run. */
export function allowlistCommand(): Command {
  const command = new Command('allowlist').description(
    'show, compare and check the vendor’s outbound addresses',
  );
  withAccountOptions(command.command('show'))
    .description('print the list')
    .addOption(new Option('--protocol <name>', 'one list; needed for text and CSV').choices(protocols))
    .addOption(family())
    .addOption(new Option('--format <name>', 'how').choices(['text', 'csv', 'json']).default('text'))
    .action(async (options: ShowOptions) => (await import('./allowlist-actions.js')).showAllowlist(options));
  command
    .command('diff <before> <after>')
    .description('what changed from one document to another; exits 1 if anything did')
    .option('--token-file <file>', 'holds the token for URLs')
    .option('--json', 'print JSON')
    .action(async (before: string, after: string, options: DiffOptions) =>
      (await import('./allowlist-actions.js')).diffAllowlistFiles(before, after, options),
    );
  withAccountOptions(command.command('match <source> [destination] [port]'))
    .description('would this address be let in? Exits 1 if no rule lets it in')
    .option('--json', 'print JSON')
    .action(
      async (
        source: string,
        destination: string | undefined,
        port: string | undefined,
        options: MatchOptions,
      ) => (await import('./allowlist-actions.js')).matchAddress({ source, destination, port }, options),
    );
  withAllowlistOptions(command.command('lint'))
    .description('what a careful reader would object to; exits 1 on errors')
    .option('--previous <file or URL>', 'the document that it replaces')
    .option('--json', 'print JSON')
    .action(async (options: LintOptions) =>
      (await import('./allowlist-actions.js')).lintAllowlistFile(options),
    );
  withAccountOptions(command.command('check <deployed>'))
    .description(
      'compare what is deployed with the list; exits 1 with the difference if it has drifted (“-” is standard input)',
    )
    .addOption(new Option('--protocol <name>', 'which list a plain list is').choices(protocols))
    .addOption(family())
    .option('--json', 'print JSON')
    .action(async (deployed: string, options: CheckOptions) =>
      (await import('./allowlist-actions.js')).checkDeployed(deployed, options),
    );
  return command;
}
