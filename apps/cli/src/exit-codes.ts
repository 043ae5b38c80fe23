import type { Command, CommanderError } from 'commander';

/** The exit code for an option, argument, file or variable that the command cannot run with; a failed check exits with 1. */
export const usageExitCode = 2;

/** Makes commander end with `usageExitCode` where it refuses arguments: by default it exits with 1, like a failed check. */
export function exitWithUsageCode(command: Command): void {
  command.exitOverride((error: CommanderError) => {
    process.exit(error.exitCode === 0 ? 0 : usageExitCode);
  });
  command.commands.forEach(exitWithUsageCode);
}
