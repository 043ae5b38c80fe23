import { performance, type EventLoopUtilization } from 'node:perf_hooks';
import { Worker } from 'node:worker_threads';
import type { Step } from '@postern/core/verification';
import type { ConversationOutcome, ConversationRequest, RunOptions } from '../conversation/conversation.js';
import type { Loss } from './lost-conversation.js';
import { mayHaveSentSecret } from './may-have-sent-secret.js';
import type { FromThread, ThreadData, ToThread } from './serve-probe-thread.js';
import { cpuMsOf } from './thread-cpu-clock.js';

export type Assignment = {
  readonly id: number;
  readonly request: ConversationRequest;
  readonly accountId: string | null;
  readonly options: RunOptions;
};
/** How a conversation ended in its thread; `moved` must start again in the thread of costly accounts. */
export type Ended =
  | { readonly kind: 'outcome'; readonly outcome: ConversationOutcome }
  | { readonly kind: 'moved' }
  | ({ readonly kind: 'lost' } & Loss);

type HostOptions = {
  readonly stuckAfterMs: number;
  readonly loadMs: number;
  readonly execArgv: readonly string[] | undefined;
  readonly entry: URL | undefined;
  readonly onThreadLost: ((why: Loss['why']) => void) | undefined;
  /** Whether the thread is the one of costly accounts, which has a low priority and moves no conversation. */
  readonly isForCostly: boolean;
  /** Called with an account whose conversations took more CPU time than they may. */
  readonly onCostly: (accountId: string) => void;
};

type Running = Assignment & {
  readonly steps: Step[];
  readonly startedAt: number;
  readonly settle: (ended: Ended) => void;
  readonly fail: (reason: unknown) => void;
};

/**
 * The entry file `probe-thread` in this directory, with the file extension of this module: compiled JavaScript, or
 * TypeScript whose types Node strips.
 */
const ownEntry = new URL(import.meta.url.replace('probe-thread-host', 'probe-thread'));
const pingEveryMs = 250;
/** A thread that was busy for a greater share of the time between two pings, or runs more conversations, has no room. */
const mostBusy = 0.9;
const mostConversations = 64;
/**
 * The memory limit of a thread. It suffices for about a hundred conversations of 64 KiB; a parser that needs more
 * is handling hostile bytes.
 */
const resourceLimits = { maxOldGenerationSizeMb: 128, maxYoungGenerationSizeMb: 32 };

/** One thread of the pool. It is started when it is needed, supervised, and replaced after it was terminated. */
export class ProbeThreadHost {
  readonly #options: HostOptions;
  readonly #running = new Map<number, Running>();
  #parsedLast = new Int32Array(new SharedArrayBuffer(4));
  #worker: Worker | null = null;
  #answeredAt = 0;
  #threadName: string | null = null;
  #isLoaded = false;
  #pingTimer: NodeJS.Timeout | undefined;
  #used: EventLoopUtilization | undefined;
  #isBusy = false;
  #why: Loss['why'] = 'crashed';
  #isClosed = false;

  constructor(options: HostOptions) {
    this.#options = options;
  }

  /** The number of conversations that run in the thread. */
  get load(): number {
    return this.#running.size;
  }

  /** Whether the thread has time for another conversation; one that does not answer its pings has none. */
  get hasRoom(): boolean {
    return !this.#isBusy && this.load < mostConversations;
  }

  /** Whether the thread has loaded and answered one of its last three pings. */
  get isAnswering(): boolean {
    const isSilent = this.load > 0 && performance.now() - this.#answeredAt > 3 * this.#pingEveryMs;
    return this.#isLoaded && !isSilent;
  }

  /** Starts the thread unless it was started. */
  start(): void {
    if (!this.#isClosed) this.#worker ??= this.#start();
  }

  /** Runs one conversation. Rejects when its signal is aborted or the pool is closed. */
  async run(assignment: Assignment): Promise<Ended> {
    if (this.#isClosed) throw new Error('The probe threads are closed');
    const { id, request, accountId, options } = assignment;
    const ended = Promise.withResolvers<Ended>();
    const running = {
      ...assignment,
      steps: [],
      startedAt: performance.now(),
      settle: ended.resolve,
      fail: ended.reject,
    };
    const worker = this.#worker ?? this.#start();
    if (this.#running.size === 0) this.#startPinging();
    this.#running.set(id, running);
    const abort = (): void => worker.postMessage({ kind: 'abort', id } satisfies ToThread);
    options.signal?.addEventListener('abort', abort, { once: true });
    worker.postMessage({ kind: 'run', id, request, accountId } satisfies ToThread);
    try {
      return await ended.promise;
    } finally {
      options.signal?.removeEventListener('abort', abort);
      this.#running.delete(id);
      if (this.#running.size === 0) this.#stopPinging();
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#worker?.terminate();
  }

  #start(): Worker {
    this.#parsedLast = new Int32Array(new SharedArrayBuffer(4));
    const { execArgv, entry = ownEntry, isForCostly } = this.#options;
    const worker = new Worker(entry, {
      workerData: { parsedLast: this.#parsedLast, isForCostly } satisfies ThreadData,
      resourceLimits,
      env: environmentOfThreads(),
      ...(execArgv === undefined ? {} : { execArgv: [...execArgv] }),
    });
    let cause = '';
    this.#why = 'crashed';
    this.#threadName = null;
    this.#isLoaded = false;
    this.#used = undefined;
    this.#answeredAt = performance.now();
    worker.on('message', (message: FromThread) => this.#receive(message));
    worker.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ERR_WORKER_OUT_OF_MEMORY') this.#why = 'out-of-memory';
      cause = `${error.name} ${error.code ?? ''}`.trim();
    });
    worker.on('exit', () => this.#onExit(worker, cause));
    // The thread is unreferenced, because an idle thread must not keep the process running.
    worker.unref();
    this.#worker = worker;
    return worker;
  }

  #receive(message: FromThread): void {
    this.#answeredAt = performance.now();
    if (message.kind === 'pong') return;
    if (message.kind === 'costly') {
      this.#options.onCostly(message.accountId);
      return;
    }
    if (message.kind === 'started' || message.kind === 'loaded') {
      this.#threadName = message.threadName;
      this.#isLoaded = message.kind === 'loaded';
      return;
    }
    const running = this.#running.get(message.id);
    if (running === undefined) return;
    if (message.kind === 'step') {
      if (message.event.step.state === 'passed') running.steps.push(message.event.step);
      running.options.onStep(message.event);
    } else if (message.kind === 'outcome') {
      running.settle({ kind: 'outcome', outcome: message.outcome });
    } else if (message.kind === 'moved') {
      running.settle({ kind: 'moved' });
    } else if (running.options.signal?.aborted === true) {
      running.fail(running.options.signal.reason);
    } else {
      running.settle({
        kind: 'lost',
        ...this.#lossOf(running, message.cause),
        why: 'crashed',
        isCause: true,
      });
    }
  }

  /**
   * Pings the thread while it runs conversations. A thread in an endless parser does not answer and is terminated.
   * What counts is the CPU time that it took since its last answer, so that a busy machine does not end it.
   */
  #startPinging(): void {
    const everyMs = this.#pingEveryMs;
    let lastPingAt = performance.now();
    let seenAnswerAt = 0;
    let cpuAtAnswerMs = 0;
    this.#answeredAt = Math.max(this.#answeredAt, lastPingAt);
    this.#worker?.ref();
    this.#pingTimer = setInterval(() => {
      const now = performance.now();
      // If this thread itself was blocked, answers may be waiting unread, so the other thread is not terminated for
      // this delay.
      if (now - lastPingAt > 4 * everyMs) this.#answeredAt = Math.max(this.#answeredAt, now);
      lastPingAt = now;
      this.#isBusy = this.#utilization() > mostBusy;
      const cpuMs = this.#threadName === null ? null : cpuMsOf(this.#threadName);
      if (seenAnswerAt !== this.#answeredAt) cpuAtAnswerMs = cpuMs ?? 0;
      seenAnswerAt = this.#answeredAt;
      const silentMs = cpuMs === null ? now - this.#answeredAt : cpuMs - cpuAtAnswerMs;
      if (silentMs > this.#patienceMs(cpuMs === null)) this.#end('stuck');
      else this.#worker?.postMessage({ kind: 'ping' } satisfies ToThread);
    }, everyMs);
  }

  get #pingEveryMs(): number {
    return Math.min(pingEveryMs, this.#options.stuckAfterMs / 2);
  }

  /**
   * Twice as long if the CPU time of the thread is unknown, or if another conversation of the thread may have sent
   * its password: that one could not start again. Longer while the thread loads.
   */
  #patienceMs(isWallTime: boolean): number {
    const causeId = Atomics.load(this.#parsedLast, 0);
    const wouldHarm = [...this.#running.values()].some(
      (running) => running.id !== causeId && hasPerhapsSentPassword(running),
    );
    const { stuckAfterMs, loadMs } = this.#options;
    return stuckAfterMs * (isWallTime || wouldHarm ? 2 : 1) + (this.#isLoaded ? 0 : loadMs);
  }

  /** Returns the share of its time that the thread was busy since the last call. */
  #utilization(): number {
    if (this.#worker === null) return 0;
    const before = this.#used;
    this.#used = this.#worker.performance.eventLoopUtilization();
    return performance.eventLoopUtilization(this.#used, before).utilization;
  }

  #end(why: Loss['why']): void {
    this.#why = why;
    void this.#worker?.terminate();
  }

  #stopPinging(): void {
    clearInterval(this.#pingTimer);
    this.#isBusy = false;
    this.#worker?.unref();
  }

  /**
   * Settles every conversation of a thread that has exited. The conversation whose bytes were parsed last is taken
   * as the cause.
   */
  #onExit(worker: Worker, cause: string): void {
    if (this.#worker === worker) {
      this.#worker = null;
      this.#isLoaded = false;
    }
    if (!this.#isClosed) this.#options.onThreadLost?.(this.#why);
    const causeId = Atomics.load(this.#parsedLast, 0);
    for (const running of this.#running.values()) {
      if (this.#isClosed) running.fail(new Error('The probe threads are closed'));
      else running.settle({ kind: 'lost', ...this.#lossOf(running, cause), isCause: running.id === causeId });
    }
    this.#running.clear();
    this.#stopPinging();
  }

  #lossOf(running: Running, cause: string): Loss {
    const { steps, startedAt } = running;
    const hasSentSecret = hasPerhapsSentPassword(running);
    return { why: this.#why, isCause: false, hasSentSecret, steps, startedAt, cause };
  }
}

function hasPerhapsSentPassword({ request, steps }: Running): boolean {
  return mayHaveSentSecret(
    request,
    steps.map(({ stage }) => stage),
  );
}

/**
 * The variables that tell OpenSSL where the system's roots are. Threads get no other variables, because those may
 * be secrets.
 */
function environmentOfThreads(): NodeJS.Dict<string> {
  const { SSL_CERT_FILE, SSL_CERT_DIR } = process.env;
  return {
    ...(SSL_CERT_FILE === undefined ? {} : { SSL_CERT_FILE }),
    ...(SSL_CERT_DIR === undefined ? {} : { SSL_CERT_DIR }),
  };
}
