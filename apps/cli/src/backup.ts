import { Command } from 'commander';
import { withExamples } from './examples.js';
import type { RestoreOptions } from './backup-actions.js';
import { readEnvironment } from './read-environment.js';

/** `postern backup`: writes the database to a file, while it is in use. */
export function backupCommand(): Command {
  return withExamples(new Command('backup'), 'postern backup /var/backups/postern-2026-11-26.gz')
    .description('write the database to a new file, while it is in use')
    .argument('<file>', 'the file, which must not exist')
    .action(async (file: string) => {
      const environment = readEnvironment();
      await (await import('./backup-actions.js')).backUp(environment, file);
    });
}

/** `postern restore`: makes a database from a backup. */
export function restoreCommand(): Command {
  return withExamples(
    new Command('restore'),
    'postern restore --check /var/backups/postern-2026-11-26.gz',
    'POSTERN_DATA_DIR=/var/lib/postern postern restore /var/backups/postern-2026-11-26.gz',
  )
    .description('make the database of DATABASE_URL, or of a new data directory, from a backup')
    .argument('<file>', 'a file that “postern backup” wrote')
    .option('--check', 'change nothing; the exit code is 1 if the file was cut off or altered')
    .option('--new-secret-key', 'restore without the secret key of the backup, which is lost')
    .action(async (file: string, options: RestoreOptions) => {
      const environment = readEnvironment();
      await (await import('./backup-actions.js')).restore(environment, file, options);
    });
}
