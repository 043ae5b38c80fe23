import type { Environment } from '@postern/core/environment';
import {
  startEmbeddedPostgres,
  type EmbeddedPostgres,
} from '@postern/embedded-postgres/start-embedded-postgres';
import { setTimeout as delay } from 'node:timers/promises';

export type RunningDatabase = {
  /**
   * The connection string of a role that is no superuser. It changes only if the embedded server was started again
   * on another port.
   */
  readonly connectionString: () => string;
  stop(): Promise<void>;
};

/**
 * Connects to DATABASE_URL, or runs the embedded PostgreSQL on the data directory. An embedded server that ends
 * unexpectedly is started again; `onMoved` is called if its connection string has changed.
 */
export async function runDatabase(
  environment: Environment,
  dataDirectory: string,
  { log, onMoved }: { log: (line: string) => void; onMoved: () => void },
): Promise<RunningDatabase> {
  const { DATABASE_URL: url } = environment;
  if (url !== undefined) return { connectionString: () => url, stop: () => Promise.resolve() };
  const start = () => startEmbeddedPostgres({ dataDirectory, log });
  let server: EmbeddedPostgres = await start();
  let isStopping = false;

  async function keepRunning(): Promise<void> {
    while (!isStopping) {
      await server.exited;
      if (isStopping) return;
      log('PostgreSQL ended unexpectedly; starting it again');
      const before = server.connectionString;
      await server.stop();
      while (!isStopping) {
        try {
          server = await start();
          break;
        } catch (error) {
          log(`PostgreSQL does not start: ${(error as Error).message}`);
          await delay(5000);
        }
      }
      if (server.connectionString !== before) onMoved();
    }
  }
  const keeping = keepRunning();
  return {
    connectionString: () => server.connectionString,
    stop: async () => {
      isStopping = true;
      await server.stop();
      await keeping;
    },
  };
}
