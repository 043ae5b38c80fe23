import { visibleText } from '@postern/core/visible-text';

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
