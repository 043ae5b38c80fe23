import { Command, InvalidArgumentError } from 'commander';
import { withExamples } from './examples.js';

/** `postern facts`: prints what Postern knows about providers, and with `--stale` only the rows to check again. */
export function buildFactsCommand(): Command {
  return withExamples(new Command('facts'), 'postern facts --stale 90')
    .description('print what mail providers demand, with the source of each row and when it was checked')
    .option('--stale <days>', 'only rows that were not checked for this number of days', parseDays)
    .option('--json', 'print the rows as JSON')
    .action(async (options: { readonly stale?: number; readonly json?: true }) => {
      const { printFacts } = await import('./print-facts.js');
      printFacts(options);
    });
}

function parseDays(text: string): number {
  if (/^\d{1,5}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be a whole number of days.');
}
