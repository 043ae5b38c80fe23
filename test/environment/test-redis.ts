import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { reservePort, waitForPort } from '../servers/loopback-port.js';
import { findProgram } from './system-packages.js';
import type { TestServer } from './test-server.js';
import { endingWithParent } from '../servers/ending-with-parent.js';

/**
 * Returns the Redis of a test run: the one that REDIS_URL names, else a new redis-server or valkey-server that
 * stores nothing on disk. If neither is installed, TEST_REDIS_URL stays unset, and the tests that need Redis are
 * skipped and listed.
 */
export async function startTestRedis(): Promise<TestServer> {
  if (process.env.REDIS_URL) {
    return { environment: { TEST_REDIS_URL: process.env.REDIS_URL }, stop: () => Promise.resolve() };
  }
  const program = await findProgram('redis');
  if (program === null) return { environment: {}, stop: () => Promise.resolve() };
  const redis = await startPrivateRedis(program);
  return { environment: { TEST_REDIS_URL: `redis://127.0.0.1:${redis.port}` }, stop: () => redis.stop() };
}

export type PrivateRedis = {
  readonly port: number;
  readonly pid: number;
  readonly directory: string;
  stop(): Promise<void>;
};

/** Starts a Redis for one suite, which the suite may stop; `program` is the result of `findProgram('redis')`. */
export async function startPrivateRedis(program: string, wantedPort?: number): Promise<PrivateRedis> {
  return await startRedis(program, wantedPort ?? (await reservePort()), ['--appendonly', 'no']);
}

/**
 * Starts a Redis that writes every command it receives to `directory`, uncompressed so that the files can be
 * searched: at once to `appendonlydir`, and after SAVE to `dump.rdb`.
 */
export async function startPersistentRedis(program: string): Promise<PrivateRedis> {
  const files = ['--appendonly', 'yes', '--aof-use-rdb-preamble', 'no', '--rdbcompression', 'no'];
  return await startRedis(program, await reservePort(), files);
}

async function startRedis(program: string, port: number, more: readonly string[]): Promise<PrivateRedis> {
  const directory = await mkdtemp(join(tmpdir(), 'postern-test-redis-'));
  const options = ['--bind', '127.0.0.1', '--port', String(port), '--save', '', '--dir', directory, ...more];
  const child = spawn(...endingWithParent('KILL', program, options), { stdio: 'ignore' });
  const ended = once(child, 'exit');
  await waitForPort(port, () => child.exitCode === null);
  return {
    port,
    pid: child.pid!,
    directory,
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
      await rm(directory, { recursive: true, force: true });
    },
  };
}
