#!/usr/bin/env node
import { EnvironmentError, parseEnvironment } from '@postern/core/environment';
import { Command } from 'commander';

/** The commands, each in a module of its own that is loaded only when it is the one asked for. */
const program = new Command('postern')
  .description('Mail server settings per domain, verified and firewalled')
  .showHelpAfterError();

program
  .command('up')
  .description('run everything on this machine: database, api, worker and console')
  .action(async () => {
    const environment = parseEnvironment(process.env);
    const { up } = await import('./up.js');
    await up(environment);
  });

const token = program.command('token').description('make, list and revoke tokens, operators’ included');
token
  .command('create')
  .description('make a token and print it; it is shown this once')
  .requiredOption('--role <role>', 'operator, super-admin, account-access, member or network')
  .option('--name <name>', 'what people call it', 'made on the command line')
  .option('--expires <time>', 'RFC 3339, e.g. 2027-01-31T00:00:00Z; never, if left out')
  .option('--account <name>', 'whose token it is; of no account for an operator', 'default')
  .option('--json', 'print JSON')
  .action(async (options: CreateOptions) => {
    const environment = parseEnvironment(process.env);
    const { createTokenCommand } = await import('./token.js');
    await createTokenCommand(environment, options);
  });
token
  .command('list')
  .description('list all tokens')
  .option('--json', 'print JSON')
  .action(async (options: { json?: true }) => {
    const environment = parseEnvironment(process.env);
    const { listTokensCommand } = await import('./token.js');
    await listTokensCommand(environment, options);
  });
token
  .command('revoke <id>')
  .description('end a token and its sessions, at once')
  .action(async (id: string) => {
    const environment = parseEnvironment(process.env);
    const { revokeTokenCommand } = await import('./token.js');
    await revokeTokenCommand(environment, id);
  });

type CreateOptions = { role: string; name: string; expires?: string; account: string; json?: true };

const expected = new Set([
  'InstallationError',
  'DataDirectoryInUseError',
  'DatabaseUnfitError',
  'UsageError',
]);

try {
  await program.parseAsync();
} catch (error) {
  const isExpected =
    error instanceof EnvironmentError || (error instanceof Error && expected.has(error.name));
  process.stderr.write(
    `${isExpected ? error.message : error instanceof Error ? error.stack : String(error)}\n`,
  );
  process.exitCode = 1;
}
