// Loaded by NODE_OPTIONS into a process: makes it a release with two more migrations, of which one locks a table.
import { migrationSql } from '@postern/database/migrations/list';

migrationSql['2031-01-01-next-release'] = 'alter table mail_settings add column next_release text';
migrationSql['2031-01-02-next-index'] =
  'create index concurrently mail_settings_next_release on mail_settings (next_release)';
