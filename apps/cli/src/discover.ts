import { Command } from 'commander';
import { withExamples } from './examples.js';
import { usageExitCode } from './exit-codes.js';

/**
 * `postern discover`: looks for the mail servers of a domain from this machine, without Postern's database or api.
 * POSTERN_RESOLVER, POSTERN_ISPDB and the POSTERN_EGRESS_… variables apply as they do in the worker. The exit code is 0
 * if settings were found, 1 if there are none, and 2 if no source could be asked or the argument is wrong.
 */
export function buildDiscoverCommand(): Command {
  const command = withExamples(
    new Command('discover'),
    'postern discover example.com',
    'postern discover jane@example.com --json',
  )
    .description('find the mail servers of a domain, and show what each source said')
    .argument('<domain>', 'a domain like example.com, or an email address')
    .option('--json', 'print the whole result as JSON')
    .action(async (text: string, options: { readonly json?: true }) => {
      const { discoverServers } = await import('./discover-servers.js');
      process.exitCode = await discoverServers(text, options, (message) =>
        command.error(`error: ${message}`, { exitCode: usageExitCode }),
      );
    });
  return command;
}
