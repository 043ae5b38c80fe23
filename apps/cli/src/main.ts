#!/usr/bin/env node
import { EnvironmentError, parseEnvironment } from '@postern/core/environment';
import { Command } from 'commander';
import { printError } from './print.js';
import { allowlistCommand } from './allowlist.js';
import { buildDiscoverCommand } from './discover.js';
import { buildFactsCommand } from './facts.js';
import { firewallCommand } from './firewall.js';
import { tokenCommand } from './token.js';
import { UsageError } from './usage-error.js';
import { buildVerifyCommand } from './verify.js';

/**
 * Each command imports its libraries when it runs, so that no command waits until the libraries of another are
 * loaded.
 */
const program = new Command('postern')
  .description('Mail server settings per domain, verified and firewalled')
  .showHelpAfterError('`postern --help` lists the commands and options.');

program
  .command('up')
  .description('run everything on this machine: database, api, worker and console')
  .action(async () => {
    const environment = parseEnvironment(process.env);
    const { up } = await import('./up.js');
    await up(environment);
  });
program.addCommand(buildVerifyCommand());
program.addCommand(buildDiscoverCommand());
program.addCommand(buildFactsCommand());
program.addCommand(tokenCommand());
program.addCommand(allowlistCommand());
program.addCommand(firewallCommand());

// `| head` closes the pipe early. A command that prints then ends, and `postern up` runs on without its log.
program.hook('preAction', (_, command) => {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
      if (command.name() !== 'up') process.exit();
    });
  }
});

/**
 * The errors whose message is printed without a stack. They are recognised by name, because their modules are
 * loaded late.
 */
const expected = new Set([
  'InstallationError',
  'DataDirectoryError',
  'DataDirectoryInUseError',
  'DatabaseUnfitError',
]);

// The promise is not awaited at the top level: Node would exit with code 13 and a warning if the event loop became
// empty first.
program.parseAsync().catch((error: unknown) => {
  const isForPeople = error instanceof EnvironmentError || error instanceof UsageError;
  const isExpected = isForPeople || (error instanceof Error && expected.has(error.name));
  const text = isExpected ? (error as Error).message : error instanceof Error ? error.stack : String(error);
  printError(`${text}\n`);
  process.exitCode = 1;
});
