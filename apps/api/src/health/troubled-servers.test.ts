import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startTestApi, type TestApi } from '@postern/test/api/start-test-api';
import { describeWith } from '@postern/test/environment/describe-with';
import { findProgram } from '@postern/test/environment/system-packages';
import { startPrivatePostgres, type PrivatePostgres } from '@postern/test/environment/test-postgres';
import { startPrivateRedis, type PrivateRedis } from '@postern/test/environment/test-redis';
import { waitUntil } from '@postern/test/environment/wait-until';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

describeWith(['redis'], 'servers in trouble', () => {
  let postgres: PrivatePostgres;
  let redis: PrivateRedis;
  let api: TestApi;

  beforeAll(async () => {
    redis = await startPrivateRedis((await findProgram('redis'))!);
    postgres = await startPrivatePostgres();
    api = await startTestApi({
      postgresUrl: postgres.url,
      backend: { redisUrl: `redis://127.0.0.1:${redis.port}` },
    });
  }, 60_000);
  afterAll(async () => {
    await api.stop();
    await redis.stop();
    await postgres.stop();
  });

  const ready = async () => {
    const started = performance.now();
    const { status, body } = await api.call('GET', '/readyz', { token: null });
    return { status, database: body['database'], queue: body['queue'], ms: performance.now() - started };
  };
  const isReady = async () => {
    const { status, queue } = await ready();
    return status === 200 && queue === 'ready';
  };

  test('readiness answers within its 400 ms while Redis hangs, and the api stays ready', async () => {
    await waitUntil(isReady);
    process.kill(redis.pid, 'SIGSTOP');
    const { ms, ...state } = await ready();
    process.kill(redis.pid, 'SIGCONT');
    expect(state).toEqual({ status: 200, database: 'ready', queue: 'away' });
    expect(ms).toBeLessThan(2000);
    await waitUntil(isReady);
  });

  test('readiness answers within its 400 ms while PostgreSQL hangs, and says so after 5 s', async () => {
    const pids = await processesOf(postgres.directory);
    for (const pid of pids) process.kill(pid, 'SIGSTOP');
    const answers = [await ready()];
    await waitUntil(async () => {
      answers.push(await ready());
      return answers.at(-1)!.status === 503;
    });
    for (const pid of pids) process.kill(pid, 'SIGCONT');
    expect(answers[0]!.status).toBe(200);
    expect(answers.at(-1)).toMatchObject({ status: 503, database: 'slow' });
    expect(Math.max(...answers.map(({ ms }) => ms))).toBeLessThan(2000);
    await waitUntil(isReady);
  });
});

/** The server of a cluster and all processes that it has started. */
async function processesOf(clusterDirectory: string): Promise<number[]> {
  const server = Number((await readFile(join(clusterDirectory, 'postmaster.pid'), 'utf8')).split('\n')[0]);
  const children = await readFile(`/proc/${server}/task/${server}/children`, 'utf8');
  return [server, ...children.trim().split(' ').map(Number)];
}
