import { Command } from 'commander';
import { withExamples } from './examples.js';
import { readEnvironment } from './read-environment.js';

/** `postern doctor`: checks what this machine and its servers must be for Postern, and changes nothing. */
export function doctorCommand(): Command {
  return withExamples(new Command('doctor'), 'postern doctor', 'postern doctor --json')
    .description(
      'check the database, queue, network, clock and disk of this machine; exit code 1 if one fails',
    )
    .option('--json', 'print JSON')
    .action(async (options: { readonly json?: true }) => {
      const environment = readEnvironment();
      await (await import('./doctor/print-findings.js')).printFindings(environment, options);
    });
}
