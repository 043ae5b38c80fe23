/** Settings in postgresql.conf, by name. */
export type PostgresSettings = Readonly<Record<string, string | number>>;

/**
 * The settings of every embedded server: it listens on loopback only, without a Unix socket (whose path would be
 * too long in deep directories), stores passwords with SCRAM, and uses UTC. Its planner is set for SSDs and short
 * statements.
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
 * The settings of a small, durable installation on one machine. The connections suffice for 10 each of api and cli,
 * the pools of BullMQ, and some more. Autovacuum runs more often than by default, because a job queue in a table
 * leaves many dead rows.
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

/**
 * Returns the text of postgresql.conf. Postern writes it at every start, so that an upgrade changes the settings of
 * existing installations.
 */
export function formatPostgresSettings(settings: PostgresSettings): string {
  const lines = Object.entries(settings).map(
    ([name, value]) => `${name} = '${String(value).replaceAll("'", "''")}'`,
  );
  return [
    '# Postern writes this file at every start. Change settings with ALTER SYSTEM, which uses another file.',
    ...lines,
    '',
  ].join('\n');
}

/**
 * The content of pg_hba.conf: every role may connect to every database from loopback with its password; all other
 * connections are refused.
 */
export const hostBasedAuthentication = 'host all all 127.0.0.1/32 scram-sha-256\n';
