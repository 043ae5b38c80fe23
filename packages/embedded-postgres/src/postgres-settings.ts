/** Settings of postgresql.conf, by name. */
export type PostgresSettings = Readonly<Record<string, string | number>>;

/**
 * What every cluster of ours has: loopback only, no Unix socket (its path would be too long for deep checkouts),
 * passwords with SCRAM, UTC, and plans for a disk that seeks fast and for statements that are short.
 */
export const commonSettings: PostgresSettings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  password_encryption: 'scram-sha-256',
  timezone: 'UTC',
  log_timezone: 'UTC',
  cluster_name: 'postern',
  random_page_cost: 1.1,
  jit: 'off',
};

/**
 * A small installation on one machine, durable. Connections: 10 each of api and cli, BullMQ's pools, and room. Jobs
 * in a table mean many dead rows, so autovacuum looks more often than by default.
 */
export const productionSettings: PostgresSettings = {
  ...commonSettings,
  max_connections: 100,
  shared_buffers: '128MB',
  max_wal_size: '1GB',
  checkpoint_timeout: '15min',
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  autovacuum_naptime: '20s',
  tcp_keepalives_idle: 60,
  logging_collector: 'on',
  log_directory: 'log',
  log_filename: 'postgresql-%a.log',
  log_rotation_age: '1d',
  log_rotation_size: 0,
  log_truncate_on_rotation: 'on',
  log_line_prefix: '%m [%p] %u ',
};

/** The text of postgresql.conf: the settings alone, written at every start so that an upgrade changes them too. */
export function formatPostgresSettings(settings: PostgresSettings): string {
  const lines = Object.entries(settings).map(
    ([name, value]) => `${name} = '${String(value).replaceAll("'", "''")}'`,
  );
  return [
    '# Written at every start; put your own settings into a file of PostgreSQL’s own (ALTER SYSTEM).',
    ...lines,
    '',
  ].join('\n');
}

/** pg_hba.conf: every database for every role over loopback, by password, and nothing else. */
export const hostBasedAuthentication = 'host all all 127.0.0.1/32 scram-sha-256\n';
