import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';

export type ChildOptions = {
  readonly name: string;
  /** The JavaScript file it runs. */
  readonly entry: string;
  /** Asked at every start: a database that came back may have moved. */
  readonly environment: () => NodeJS.ProcessEnv;
  /** Gets every line of its output. */
  readonly onLine: (name: string, line: string) => void;
  /** Says what happens to it. */
  readonly log: (line: string) => void;
};

const firstBackoffMs = 500;
const longestBackoffMs = 30_000;
/** A child that lived this long has recovered: its next crash waits as if it were the first. */
const recoveredAfterMs = 60_000;

/** A process that is started again, ever more slowly, whenever it ends without having been told to. */
export class SupervisedChild {
  /** How often it has ended unasked. */
  crashes = 0;
  private child: ChildProcess | null = null;
  private readonly stopping = new AbortController();
  private readonly finished: Promise<void>;

  constructor(private readonly options: ChildOptions) {
    this.finished = this.supervise();
  }

  /** Ends the process so that it comes back with a new environment. */
  restart(): void {
    this.child?.kill('SIGTERM');
  }

  /** Asks it to finish what it does and end; after `patienceMs`, or when `hurry` aborts, it is killed. */
  async stop(patienceMs: number, hurry: AbortSignal): Promise<void> {
    this.stopping.abort();
    this.child?.kill('SIGTERM');
    const kill = (): void => void this.child?.kill('SIGKILL');
    const timer = setTimeout(kill, patienceMs);
    hurry.addEventListener('abort', kill);
    if (hurry.aborted) kill();
    await this.finished;
    clearTimeout(timer);
    hurry.removeEventListener('abort', kill);
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
      await delay(backoffMs, undefined, { signal: this.stopping.signal }).catch(() => undefined); // Told to stop.
      backoffMs = Math.min(backoffMs * 2, longestBackoffMs);
    }
  }

  private async runOnce(): Promise<string> {
    const { entry, environment, name, onLine } = this.options;
    const preload = new URL('exit-with-parent.js', import.meta.url).href;
    const child = spawn(process.execPath, ['--enable-source-maps', `--import=${preload}`, entry], {
      env: environment(),
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      detached: true, // Ctrl-C reaches us, and we stop things in their order.
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
