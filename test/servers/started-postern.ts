import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { waitUntil } from '../environment/wait-until.js';
import { cleanEnvironment, posternEntry } from './run-postern.js';

export type StartedPostern = {
  readonly origin: string;
  /** The output of Postern when it was ready. */
  readonly screen: string;
  /** The process of `postern up` itself. */
  readonly pid: number;
  /** Returns the ids of all running processes of this Postern, with those of PostgreSQL. */
  processes(): Promise<number[]>;
  /** Sends SIGTERM; resolves to the exit code when Postern has ended. */
  stop(): Promise<number | null>;
  /** Sends SIGKILL to every process at once, which has the effect of a power failure. */
  kill(): Promise<void>;
};

type StartOptions = {
  /** The command to start; by default the built `postern up`. */
  readonly command?: readonly [string, ...string[]];
  /** The time that Postern may take until it is ready, in milliseconds; default 45 s. */
  readonly deadlineMs?: number;
};

/**
 * Starts `postern up`, or another command that runs it, with this environment, which must contain PORT. Resolves
 * when Postern has printed its start screen. If that does not happen, all its processes are ended.
 */
export async function startPostern(
  environment: Readonly<Record<string, string>>,
  { command = [process.execPath, posternEntry, 'up'], deadlineMs = 45_000 }: StartOptions = {},
): Promise<StartedPostern> {
  await insistOnEntrance(environment.POSTERN_DATA_DIR);
  const [program, ...options] = command;
  const env = { ...cleanEnvironment(), ...environment };
  const child = spawn(program, options, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = once(child, 'exit') as Promise<[number | null]>;
  let screen = '';
  let log = '';
  child.stdout.on('data', (chunk: Buffer) => (screen += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (log += chunk.toString()));
  const processes = () => processesOf(child.pid!, environment.POSTERN_DATA_DIR ?? '');
  const isRunning = () => child.exitCode === null && child.signalCode === null;
  const kill = async () => {
    for (const pid of await processes()) killIfThere(pid);
    await waitUntil(async () => (await processes()).length === 0, 10_000);
  };
  try {
    await waitUntil(() => screen.includes('#code=') || !isRunning(), deadlineMs);
  } catch (error) {
    await kill();
    throw new Error(`postern up was not ready within ${deadlineMs} ms:\n${log}`, { cause: error });
  }
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
    kill,
  };
}

/**
 * Throws if the account of PostgreSQL cannot enter the folder of the data directory: the files of PostgreSQL would be in
 * /var/lib/postern, where no test finds its process or removes them.
 */
async function insistOnEntrance(dataDirectory: string | undefined): Promise<void> {
  if (dataDirectory === undefined) return;
  const { mode } = await stat(dirname(dataDirectory));
  if ((mode & 0o001) === 0) throw new Error(`Make ${dirname(dataDirectory)} with createPrivateFolder`);
}

/**
 * Returns the processes that have the data directory in their environment (api, worker, `postern` itself) or in
 * their command line (PostgreSQL, whose environment is clean; its helper processes end with it). Zombies have
 * neither.
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
    .filter(
      ({ pid, text }) =>
        text.length > 1 && (pid === root || (dataDirectory !== '' && text.includes(dataDirectory))),
    )
    .map(({ pid }) => pid);
}

/**
 * Ignores an error, because a process may have ended before it is killed here: children end when their parent ends.
 */
function killIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
