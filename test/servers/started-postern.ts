import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { waitUntil } from '../environment/wait-until.js';
import { cleanEnvironment, posternEntry } from './run-postern.js';

export type StartedPostern = {
  readonly origin: string;
  /** What it printed when it was ready. */
  readonly screen: string;
  /** Its own process. */
  readonly pid: number;
  /** The ids of all its living processes, PostgreSQL's included. */
  processes(): Promise<number[]>;
  /** SIGTERM; resolves to the exit code when it has ended. */
  stop(): Promise<number | null>;
  /** SIGKILL to every process at once, like a power failure. */
  kill(): Promise<void>;
};

type StartOptions = {
  /** The command; default is the built `postern up`. */
  readonly command?: readonly [string, ...string[]];
  /** How long it may take until it is ready; default 45 s. */
  readonly deadlineMs?: number;
};

/**
 * Starts `postern up`, or another command that ends in it, with this environment (PORT among it) and resolves once it
 * has printed its screen. If it does not, all its processes are ended.
 */
export async function startPostern(
  environment: Readonly<Record<string, string>>,
  { command = [process.execPath, posternEntry, 'up'], deadlineMs = 45_000 }: StartOptions = {},
): Promise<StartedPostern> {
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
    .filter(
      ({ pid, text }) =>
        text.length > 1 && (pid === root || (dataDirectory !== '' && text.includes(dataDirectory))),
    )
    .map(({ pid }) => pid);
}

/** A process may have ended before it is killed here: children end when their parent dies. */
function killIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
