import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { waitUntil } from '../environment/wait-until.js';
import { cleanEnvironment, posternEntry } from './run-postern.js';

export type StartedPostern = {
  readonly origin: string;
  /** What it printed once it was ready. */
  readonly screen: string;
  /** Its own process. */
  readonly pid: number;
  /** The ids of all its living processes, PostgreSQL's included. */
  processes(): Promise<number[]>;
  /** SIGTERM; resolves to the exit code when it has ended. */
  stop(): Promise<number | null>;
  /** kill -9 of every process at once, as a power cut would. */
  kill(): Promise<void>;
};

const postern = [process.execPath, posternEntry, 'up'] as const;

/**
 * Starts `postern up`, or another command that ends in it, with this environment (PORT among it) and resolves once it
 * has printed its screen.
 */
export async function startPostern(
  environment: Readonly<Record<string, string>>,
  [program, ...options]: readonly [string, ...string[]] = postern,
): Promise<StartedPostern> {
  const env = { ...cleanEnvironment(), ...environment };
  const child = spawn(program, options, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = once(child, 'exit') as Promise<[number | null]>;
  let screen = '';
  let log = '';
  child.stdout.on('data', (chunk: Buffer) => (screen += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (log += chunk.toString()));
  const processes = () => processesOf(child.pid!, environment.POSTERN_DATA_DIR ?? '');
  const isRunning = () => child.exitCode === null && child.signalCode === null;
  await waitUntil(() => screen.includes('#code=') || !isRunning(), 45_000);
  if (!isRunning()) throw new Error(`postern up ended:\n${log}`);
  return {
    origin: `http://127.0.0.1:${environment.PORT}`,
    screen,
    pid: child.pid!,
    processes,
    stop: async () => {
      child.kill('SIGTERM');
      return (await ended)[0];
    },
    kill: async () => {
      for (const pid of await processes()) process.kill(pid, 'SIGKILL');
      await waitUntil(async () => (await processes()).length === 0, 10_000);
    },
  };
}

/**
 * Processes that have the data directory in their environment (api, worker, `postern` itself) or in their command
 * line (PostgreSQL, whose environment is clean; its helpers end with it). Zombies have neither.
 */
async function processesOf(root: number, dataDirectory: string): Promise<number[]> {
  const pids = (await readdir('/proc')).map(Number).filter((pid) => pid > 0 && pid !== process.pid);
  const texts = await Promise.all(
    pids.map(async (pid) => {
      const read = (name: string) => readFile(`/proc/${pid}/${name}`, 'utf8').catch(() => '');
      return { pid, text: `${await read('environ')}\0${await read('cmdline')}` };
    }),
  );
  return texts
    .filter(({ pid, text }) => text.length > 1 && (pid === root || text.includes(dataDirectory)))
    .map(({ pid }) => pid);
}
