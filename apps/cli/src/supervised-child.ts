import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { processEntry, processModule } from './process-entry.js';

export type ChildOptions = {
  readonly name: 'api' | 'worker';
  readonly environment: NodeJS.ProcessEnv;
  /**
   * Resolves to the connection string when the database is ready; until then the process only loads its modules. Called
   * at every start, because the connection string may have changed.
   */
  readonly databaseUrl: () => Promise<string>;
  /** Called with every line that the process prints. */
  readonly onLine: (name: string, line: string) => void;
  /** Logs a line about the start and the end of the process. */
  readonly log: (line: string) => void;
};

const firstBackoffMs = 500;
const longestBackoffMs = 30_000;
/**
 * If the process ran for this time in milliseconds, the wait before the next start is reset to the shortest one.
 */
const recoveredAfterMs = 60_000;

/**
 * Runs a process and starts it again, after longer and longer waits, whenever it ends although nobody asked it to
 * stop.
 */
export class SupervisedChild {
  /** The number of times that the process has ended although nobody asked it to stop. */
  crashes = 0;
  private child: ChildProcess | null = null;
  private readonly stopping = new AbortController();
  private readonly finished: Promise<void>;

  constructor(private readonly options: ChildOptions) {
    this.finished = this.supervise();
  }

  /** Ends the process, so that it is started again with a new environment. */
  restart(): void {
    this.child?.kill('SIGTERM');
  }

  /** Sends SIGTERM, and SIGKILL after `graceMs` or when `killNow` aborts; resolves when the process has ended. */
  async stop(graceMs: number, killNow: AbortSignal): Promise<void> {
    this.stopping.abort();
    this.child?.kill('SIGTERM');
    const kill = (): void => void this.child?.kill('SIGKILL');
    const timer = setTimeout(kill, graceMs);
    killNow.addEventListener('abort', kill);
    if (killNow.aborted) kill();
    await this.finished;
    clearTimeout(timer);
    killNow.removeEventListener('abort', kill);
  }

  private async supervise(): Promise<void> {
    const { name, log } = this.options;
    let backoffMs = firstBackoffMs;
    while (!this.stopping.signal.aborted) {
      const startedAt = Date.now();
      const ending = await this.runOnce();
      if (this.stopping.signal.aborted) return;
      this.crashes += 1;
      if (Date.now() - startedAt > recoveredAfterMs) backoffMs = firstBackoffMs;
      log(`${name} ended (${ending}); starting it again in ${backoffMs / 1000} s`);
      // The wait rejects when the process is to be stopped.
      await delay(backoffMs, undefined, { signal: this.stopping.signal }).catch(() => undefined);
      backoffMs = Math.min(backoffMs * 2, longestBackoffMs);
    }
  }

  private async runOnce(): Promise<string> {
    const { name, environment, databaseUrl, onLine } = this.options;
    const files = [new URL('under-parent.js', import.meta.url), processModule(name), processEntry(name)];
    const child = spawn(
      process.execPath,
      ['--enable-source-maps', ...files.map((file) => fileURLToPath(file))],
      {
        env: environment,
        stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
        // The process has a group of its own, so that Ctrl-C reaches `up` only, which stops its processes in order.
        detached: true,
      },
    );
    this.child = child;
    // A process that has ended meanwhile takes no message; its end is noticed below.
    void databaseUrl().then((url) => child.send({ databaseUrl: url }, () => undefined));
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream! }).on('line', (line) => onLine(name, line));
    }
    const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
    this.child = null;
    return signal ?? `exit code ${code}`;
  }
}
