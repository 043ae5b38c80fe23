import { Command } from 'commander';
import { withExamples } from './examples.js';
import type { QueueOptions } from './queue-report.js';
import { readEnvironment } from './read-environment.js';

/** `postern queue`: reads the database of DATABASE_URL or of the data directory directly, without the api. */
export function queueCommand(): Command {
  return withExamples(
    new Command('queue'),
    'postern queue',
    'postern queue --account default',
    'postern queue --stuck || notify-the-operator',
  )
    .description('show what waits to be verified, for whom and why, and which workers run')
    .option('--account <name>', 'only the verifications of this account')
    .option('--stuck', 'only what was queued 10 minutes ago or earlier; the exit code is 1 if there is any')
    .option('--limit <number>', 'how many verifications are listed, from 1 to 200', '20')
    .option('--json', 'print JSON')
    .action(async (options: QueueOptions) => {
      const environment = readEnvironment();
      await (await import('./queue-report.js')).printQueue(environment, options);
    });
}
