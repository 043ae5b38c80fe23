#!/usr/bin/env node
import { EnvironmentError } from '@postern/core/environment';
import { Command } from 'commander';
import { readFileSync } from 'node:fs';
import { printError, printVisibly } from './print.js';
import { allowlistCommand } from './allowlist.js';
import { backupCommand, restoreCommand } from './backup.js';
import { buildDiscoverCommand } from './discover.js';
import { doctorCommand } from './doctor.js';
import { environmentCommand } from './environment.js';
import { withExamples } from './examples.js';
import { exitWithUsageCode, usageExitCode } from './exit-codes.js';
import { buildFactsCommand } from './facts.js';
import { firewallCommand } from './firewall.js';
import { migrateCommand } from './migrate.js';
import { optionsNpmTook } from './options-npm-took.js';
import { queueCommand } from './queue.js';
import { readEnvironment } from './read-environment.js';
import { processCommand } from './run-process.js';
import { tokenCommand } from './token.js';
import { UsageError } from './usage-error.js';
import { buildVerifyCommand } from './verify.js';
import { webhooksCommand } from './webhooks.js';

/**
 * Each command imports its libraries when it runs, so that no command waits until the libraries of another are
 * loaded.
 */
const program = new Command('postern')
  .description('Mail server settings per domain, verified and firewalled')
  .version(packageVersion(), '-V, --version', 'print the version')
  .showHelpAfterError('`postern --help` lists the commands and options.');

withExamples(program, 'postern up', 'postern verify --imap mail.example.com --smtp mail.example.com');
withExamples(program.command('up'), 'postern up', 'PORT=8080 POSTERN_DATA_DIR=/var/lib/postern postern up')
  .description('run everything on this machine: database, api, worker and console')
  .option('--timings', 'print how long each part of the start takes')
  .action(async ({ timings = false }: { timings?: boolean }) => {
    const environment = readEnvironment();
    const { up } = await import('./up.js');
    await up(environment, { hasTimings: timings });
  });
program.addCommand(processCommand('api'));
program.addCommand(processCommand('worker'));
program.addCommand(migrateCommand());
program.addCommand(backupCommand());
program.addCommand(restoreCommand());
program.addCommand(buildVerifyCommand());
program.addCommand(buildDiscoverCommand());
program.addCommand(buildFactsCommand());
program.addCommand(tokenCommand());
program.addCommand(queueCommand());
program.addCommand(allowlistCommand());
program.addCommand(firewallCommand());
program.addCommand(webhooksCommand());
program.addCommand(doctorCommand());
program.addCommand(environmentCommand());

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
  'BackupFileError',
]);

exitWithUsageCode(program);
printVisibly(program);
const taken = optionsNpmTook(program, process.argv.slice(2), process.env);
if (taken.length > 0) {
  const names = taken.map((name) => `--${name}`).join(' and ');
  printError(
    `npm took ${names} for an option of its own. Write “--” after the name of the script: npm run postern -- ${process.argv[2]} …\n`,
  );
  process.exit(usageExitCode);
}

// The promise is not awaited at the top level: Node would exit with code 13 and a warning if the event loop became
// empty first.
program.parseAsync().catch((error: unknown) => {
  const isForPeople = error instanceof EnvironmentError || error instanceof UsageError;
  const isExpected = isForPeople || (error instanceof Error && expected.has(error.name));
  const text = isExpected ? (error as Error).message : error instanceof Error ? error.stack : String(error);
  printError(`${text}
`);
  process.exitCode = isForPeople ? usageExitCode : 1;
});

function packageVersion(): string {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
