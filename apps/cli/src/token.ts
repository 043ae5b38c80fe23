import { parseEnvironment } from '@postern/core/environment';
import { Command } from 'commander';
import type { CreateTokenOptions } from './token-actions.js';

/** `postern token`: tokens without HTTP, on DATABASE_URL or the data directory. The actions are loaded when they are run. */
export function tokenCommand(): Command {
  const command = new Command('token').description('make, list and revoke tokens, operators’ included');
  command
    .command('create')
    .description('make a token and print it; it is shown this once')
    .requiredOption('--role <role>', 'operator, super-admin, account-access, member or network')
    .option('--name <name>', 'what people call it', 'made on the command line')
    .option('--expires <time>', 'RFC 3339, e.g. 2027-01-31T00:00:00Z; never, if left out')
    .option('--account <name>', 'whose token it is; of no account for an operator', 'default')
    .option('--json', 'print JSON')
    .action(async (options: CreateTokenOptions) => {
      const environment = parseEnvironment(process.env);
      await (await import('./token-actions.js')).createToken(environment, options);
    });
  command
    .command('list')
    .description('list all tokens')
    .option('--json', 'print JSON')
    .action(async (options: { json?: true }) => {
      const environment = parseEnvironment(process.env);
      await (await import('./token-actions.js')).printTokens(environment, options);
    });
  command
    .command('revoke <id>')
    .description('end a token and its sessions, at once')
    .action(async (id: string) => {
      const environment = parseEnvironment(process.env);
      await (await import('./token-actions.js')).endToken(environment, id);
    });
  return command;
}
