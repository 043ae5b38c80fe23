import { Worker } from 'node:worker_threads';
import type { Step } from '@postern/core/verification';
import type { ConversationOutcome, ConversationRequest } from './conversation.js';
import type { Loss } from './lost-conversation.js';
import type { FromThread, ThreadData, ToThread } from './probe-thread-messages.js';
import type { RunOptions } from './run-conversation.js';

export type Assignment = {
  readonly id: number;
  readonly request: ConversationRequest;
  readonly options: RunOptions;
};
export type Ended =
  | { readonly kind: 'outcome'; readonly outcome: ConversationOutcome }
  | ({ readonly kind: 'lost' } & Loss);

type HostOptions = {
  readonly stuckAfterMs: number;
  readonly execArgv: readonly string[] | undefined;
  readonly entry: URL | undefined;
  readonly onThreadLost: ((why: Loss['why']) => void) | undefined;
};

type Running = Assignment & {
  readonly steps: Step[];
  readonly startedAt: number;
  readonly settle: (ended: Ended) => void;
  readonly fail: (reason: unknown) => void;
};

/** Beside this file and ending like it: compiled, or TypeScript that Node strips. */
const ownEntry = new URL(import.meta.url.replace('probe-thread-host', 'probe-thread'));
const pingEveryMs = 250;
/** Loading modules and trust roots takes a thread a fraction of a second, more on a busy machine. */
const startMs = 10_000;
/** Enough for some hundred conversations of 64 KiB; a parser that wants more is being fooled. */
const resourceLimits = { maxOldGenerationSizeMb: 128, maxYoungGenerationSizeMb: 32 };

/** One thread of the pool: started when it is needed, watched, and replaced when it has to be ended. */
export class ProbeThreadHost {
  readonly #options: HostOptions;
  readonly #running = new Map<number, Running>();
  #atWork = new Int32Array(new SharedArrayBuffer(4));
  #worker: Worker | null = null;
  #answeredAt = 0;
  #watch: NodeJS.Timeout | undefined;
  #why: Loss['why'] = 'crashed';
  #isClosed = false;

  constructor(options: HostOptions) {
    this.#options = options;
  }

  /** How many conversations it is in. */
  get load(): number {
    return this.#running.size;
  }

  /** Runs one conversation; rejects when its signal is aborted or the pool is closed. */
  async run(assignment: Assignment): Promise<Ended> {
    if (this.#isClosed) throw new Error('The probe threads are closed');
    const { id, request, options } = assignment;
    const ended = Promise.withResolvers<Ended>();
    const running = {
      ...assignment,
      steps: [],
      startedAt: performance.now(),
      settle: ended.resolve,
      fail: ended.reject,
    };
    const worker = this.#worker ?? this.#start();
    if (this.#running.size === 0) this.#startWatching();
    this.#running.set(id, running);
    const abort = (): void => worker.postMessage({ kind: 'abort', id } satisfies ToThread);
    options.signal?.addEventListener('abort', abort, { once: true });
    worker.postMessage({ kind: 'run', id, request } satisfies ToThread);
    try {
      return await ended.promise;
    } finally {
      options.signal?.removeEventListener('abort', abort);
      this.#running.delete(id);
      if (this.#running.size === 0) this.#stopWatching();
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#worker?.terminate();
  }

  #start(): Worker {
    this.#atWork = new Int32Array(new SharedArrayBuffer(4));
    const { execArgv, entry = ownEntry } = this.#options;
    const worker = new Worker(entry, {
      workerData: { atWork: this.#atWork } satisfies ThreadData,
      resourceLimits,
      env: environmentOfThreads(),
      ...(execArgv === undefined ? {} : { execArgv: [...execArgv] }),
    });
    let cause = '';
    this.#why = 'crashed';
    this.#answeredAt = performance.now() + startMs;
    worker.on('message', (message: FromThread) => this.#hear(message));
    worker.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ERR_WORKER_OUT_OF_MEMORY') this.#why = 'out-of-memory';
      cause = `${error.name} ${error.code ?? ''}`.trim();
    });
    worker.on('exit', () => this.#bury(worker, cause));
    // The threads must not keep a process alive that has nothing left to do.
    worker.unref();
    this.#worker = worker;
    return worker;
  }

  #hear(message: FromThread): void {
    this.#answeredAt = performance.now();
    if (message.kind === 'pong') return;
    const running = this.#running.get(message.id);
    if (running === undefined) return;
    if (message.kind === 'step') {
      if (message.event.step.state === 'passed') running.steps.push(message.event.step);
      running.options.onStep(message.event);
    } else if (message.kind === 'outcome') {
      running.settle({ kind: 'outcome', outcome: message.outcome });
    } else if (running.options.signal?.aborted === true) {
      running.fail(running.options.signal.reason);
    } else {
      running.settle({
        kind: 'lost',
        ...this.#lossOf(running, message.cause),
        why: 'crashed',
        isGuilty: true,
      });
    }
  }

  /** Pings while there is something to do; a thread that parses for ever does not answer. */
  #startWatching(): void {
    const everyMs = Math.min(pingEveryMs, this.#options.stuckAfterMs / 4);
    let lookedAt = performance.now();
    this.#answeredAt = Math.max(this.#answeredAt, lookedAt);
    this.#worker?.ref();
    this.#watch = setInterval(() => {
      const now = performance.now();
      // When this thread itself was held up, answers may lie unread: that proves nothing.
      if (now - lookedAt > 4 * everyMs) this.#answeredAt = Math.max(this.#answeredAt, now);
      lookedAt = now;
      if (now - this.#answeredAt > this.#options.stuckAfterMs) this.#end('stuck');
      else this.#worker?.postMessage({ kind: 'ping' } satisfies ToThread);
    }, everyMs);
  }

  #end(why: Loss['why']): void {
    this.#why = why;
    void this.#worker?.terminate();
  }

  #stopWatching(): void {
    clearInterval(this.#watch);
    this.#worker?.unref();
  }

  /** Everything that ran in a thread that has ended is lost; the conversation whose bytes it parsed last is to blame. */
  #bury(worker: Worker, cause: string): void {
    if (this.#worker === worker) this.#worker = null;
    if (!this.#isClosed) this.#options.onThreadLost?.(this.#why);
    const guiltyId = Atomics.load(this.#atWork, 0);
    for (const running of this.#running.values()) {
      if (this.#isClosed) running.fail(new Error('The probe threads are closed'));
      else
        running.settle({ kind: 'lost', ...this.#lossOf(running, cause), isGuilty: running.id === guiltyId });
    }
    this.#running.clear();
    this.#stopWatching();
  }

  #lossOf({ steps, startedAt, request }: Running, cause: string): Loss {
    const wantsLogin = request.credentials !== null;
    // The password goes out right behind the last capability step, so from then on it may have been sent.
    const hasSentPassword =
      wantsLogin && steps.some(({ stage }) => stage === 'capability' || stage === 'request');
    return { why: this.#why, isGuilty: false, hasSentPassword, steps, startedAt, cause };
  }
}

/** Where OpenSSL finds the system's roots, and nothing else: keys and passwords of the process stay out of the threads. */
function environmentOfThreads(): NodeJS.Dict<string> {
  const { SSL_CERT_FILE, SSL_CERT_DIR } = process.env;
  return {
    ...(SSL_CERT_FILE === undefined ? {} : { SSL_CERT_FILE }),
    ...(SSL_CERT_DIR === undefined ? {} : { SSL_CERT_DIR }),
  };
}
