import { Command } from 'commander';
import { withExamples } from './examples.js';
import { readEnvironment } from './read-environment.js';
import type { CreateTokenOptions } from './token-actions.js';

/** `postern token`: uses the database of DATABASE_URL or of the data directory directly, without the api. */
export function tokenCommand(): Command {
  const command = withExamples(new Command('token'), 'postern token list').description(
    'create, list and revoke tokens of accounts and operators',
  );
  withExamples(
    command.command('create'),
    'postern token create --role super-admin --link',
    'postern token create --role operator',
    'postern token create --role network --name "Firewall at the edge" --expires 2027-01-31T00:00:00Z',
    'postern token create --role operator --scope operations:read --source 192.0.2.0/24',
  )
    .description('create a token and print it; it is shown only once')
    .requiredOption('--role <role>', 'operator, super-admin, account-access, member or network')
    .option('--name <name>', 'the name that lists of tokens show', 'created on the command line')
    .option(
      '--expires <time>',
      'time of expiry, like 2027-01-31T00:00:00Z; without it the token does not expire',
    )
    .option('--scope <permission...>', 'keep only these permissions of the role, like allowlist:read')
    .option('--source <prefix...>', 'accept the token only from these prefixes, like 192.0.2.0/24')
    .option('--account <name>', 'the account of the token; an operator’s token has none', 'default')
    .option('--link', 'also print a link that signs a browser in once, within 15 minutes')
    .option('--json', 'print JSON')
    .action(async (options: CreateTokenOptions) => {
      const environment = readEnvironment();
      await (await import('./token-actions.js')).createToken(environment, options);
    });
  withExamples(command.command('list'), 'postern token list --json')
    .description('list all tokens')
    .option('--json', 'print JSON')
    .action(async (options: { json?: true }) => {
      const environment = readEnvironment();
      await (await import('./token-actions.js')).printTokens(environment, options);
    });
  withExamples(command.command('revoke <id>'), 'postern token revoke 019aaf3e-0000-7000-8000-000000000000')
    .description('revoke a token and end its sessions')
    .action(async (id: string) => {
      const environment = readEnvironment();
      await (await import('./token-actions.js')).endToken(environment, id);
    });
  return command;
}
