import type { Environment } from '@postern/core/environment';
import { Command } from 'commander';
import { withExamples } from './examples.js';
import { readEnvironment } from './read-environment.js';

type MigrateOptions = { readonly check?: true; readonly plan?: true; readonly newSecretKey?: true };

/** `postern migrate`: brings the schema of the database up to date, before the processes of a release start. */
export function migrateCommand(): Command {
  return withExamples(new Command('migrate'), 'postern migrate --check', 'postern migrate')
    .description('bring the schema of the database up to date, as DATABASE_MIGRATION_URL or DATABASE_URL')
    .option('--check', 'change nothing; the exit code is 1 if migrations are missing')
    .option('--plan', 'change nothing and print the statements of the missing migrations')
    .option(
      '--new-secret-key',
      'take the configured secret key from now on, because the one of this database is lost',
    )
    .action(async (options: MigrateOptions) => migrate(readEnvironment(), options));
}

async function migrate(environment: Environment, options: MigrateOptions): Promise<void> {
  const { check, plan, newSecretKey } = options;
  const [{ reachDatabase }, { migrateDatabase, planMigration }, { takeSecretKey }, { print }] =
    await Promise.all([
      import('./open-installation.js'),
      import('@postern/database/migrate'),
      import('./take-secret-key.js'),
      import('./print.js'),
    ]);
  const { connectionString, secretKeys, release } = await reachDatabase(environment);
  const migrationUrl = environment.DATABASE_MIGRATION_URL;
  try {
    const pending = await planMigration(connectionString, migrationUrl);
    const names = pending.map(({ name }) => name).join(', ');
    if (check || plan) {
      for (const { name, sql } of plan ? pending : []) print(`-- ${name}\n${sql.trim()}\n\n`);
      if (check)
        print(pending.length === 0 ? 'The schema is up to date.\n' : `Missing migrations: ${names}\n`);
      if (pending.length > 0) process.exitCode = 1;
      return;
    }
    await migrateDatabase(connectionString, migrationUrl);
    if (newSecretKey) await takeSecretKey(connectionString, secretKeys);
    print(pending.length === 0 ? 'The schema was up to date.\n' : `Applied: ${names}\n`);
  } finally {
    await release();
  }
}
