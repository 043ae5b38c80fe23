import { installMissingPrograms } from './system-packages.js';
import { startTestPostgres } from './test-postgres.js';
import { startTestRedis } from './test-redis.js';

/**
 * Starts one PostgreSQL and one Redis for all suites, and sets the variables that suites read: TEST_POSTGRES_URL
 * (of a superuser), TEST_REDIS_URL, and TEST_PROGRAMS, the installed real programs. Resolves to the function that
 * stops the servers, which also runs when Jest gets a signal to end.
 */
export async function startTestServers(): Promise<() => Promise<void>> {
  const programs = await installMissingPrograms((line) => console.log(line));
  process.env.TEST_PROGRAMS = programs.join(',');
  const servers = await Promise.all([startTestPostgres(), startTestRedis()]);
  for (const server of servers) Object.assign(process.env, server.environment);
  const stop = async (): Promise<void> => {
    await Promise.all(servers.map((server) => server.stop()));
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => void stop().finally(() => process.kill(process.pid, signal)));
  }
  return stop;
}
