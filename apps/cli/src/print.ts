import { visibleText } from '@postern/core/visible-text';
import type { Command } from 'commander';

/**
 * Writes to standard output, for text that servers, lists or other people may have written: characters that a terminal
 * would obey are shown as `\uXXXX`.
 */
export function print(text: string): void {
  process.stdout.write(visibleText(text));
}

/** Writes to standard error as `print` does. */
export function printError(text: string): void {
  process.stderr.write(visibleText(text));
}

/** Makes commander print as above: its errors repeat arguments, which a script may have taken from others. */
export function printVisibly(command: Command): void {
  command.configureOutput({ writeOut: print, writeErr: printError });
  command.commands.forEach(printVisibly);
}
