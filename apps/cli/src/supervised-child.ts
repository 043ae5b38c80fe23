import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';

export type ChildOptions = {
  readonly name: string;
  /** Path of the JavaScript file that the process runs. */
  readonly entry: string;
  /** Called at every start: the connection string may have changed. */
  readonly environment: () => NodeJS.ProcessEnv;
  /** Called with every line of the process's output. */
  readonly onLine: (name: string, line: string) => void;
  /** Writes a line about the process itself. */
  readonly log: (line: string) => void;
};

const firstBackoffMs = 500;
const longestBackoffMs = 30_000;
/** After a run of this length, the wait before the next start is the first one again. */
const recoveredAfterMs = 60_000;

/** A process that is started again, after longer and longer waits, whenever it ends without a request to stop. */
export class SupervisedChild {
  /** How often the process has ended without a request to stop. */
  crashes = 0;
  private child: ChildProcess | null = null;
  private readonly stopping = new AbortController();
  private readonly finished: Promise<void>;

  constructor(private readonly options: ChildOptions) {
    this.finished = this.supervise();
  }

  /** Ends the process; it is started again with a new environment. */
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
      await delay(backoffMs, undefined, { signal: this.stopping.signal }).catch(() => undefined); // Stopping.
      backoffMs = Math.min(backoffMs * 2, longestBackoffMs);
    }
  }

  private async runOnce(): Promise<string> {
    const { entry, environment, name, onLine } = this.options;
    const preload = new URL('exit-with-parent.js', import.meta.url).href;
    const child = spawn(process.execPath, ['--enable-source-maps', `--import=${preload}`, entry], {
      env: environment(),
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      detached: true, // Keeps Ctrl-C from the process: `up` stops its processes in order.
    });
    this.child = child;
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream! }).on('line', (line) => onLine(name, line));
    }
    const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
    this.child = null;
    return signal ?? `exit code ${code}`;
  }
}
