import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { SETTINGS, type ApiSettings } from '../api-settings.js';
import { ApiProblem, because } from '../http/api-problem.js';
import { Turns } from '../turns/turns.js';
import type { RulesAnswer, RulesTask } from './rules-task.js';

type FromThread = { readonly answer: RulesAnswer } | { readonly error: string };

/** The entry file in this directory, with the file extension of this module: JavaScript, or TypeScript in tests. */
const entry = new URL(import.meta.url.replace('rules-thread-host', 'rules-thread'));
/** Rules for 20,000 servers take up to 15 s and 400 MB; whoever needs more names some of the domains. */
const longestMs = 30_000;
const resourceLimits = { maxOldGenerationSizeMb: 768 };

/**
 * Runs the work on rules in one thread beside the event loop, accounts in turn. Without it a single call for thousands of
 * servers would stop every other request for seconds, and a larger one would end the process.
 */
@Injectable()
export class RulesThread implements OnApplicationShutdown {
  private readonly turns = new Turns({ atOnce: 1, mostWaiting: 16, what: 'requests for rules' });
  private worker: Worker | null = null;

  constructor(@Inject(SETTINGS) private readonly settings: ApiSettings) {}

  /** Reads the input of a task when it is the account's turn, runs it, and returns its answer. Throws a problem if it cannot. */
  async run(account: string, read: () => Promise<RulesTask>): Promise<RulesAnswer> {
    return await this.turns.take(account, async () => this.runNow(await read()));
  }

  async onApplicationShutdown(): Promise<void> {
    await this.worker?.terminate();
  }

  private async runNow(task: RulesTask): Promise<RulesAnswer> {
    const worker = (this.worker ??= this.start());
    const ended = new AbortController();
    const { signal } = ended;
    const timer = setTimeout(() => void worker.terminate(), longestMs);
    try {
      worker.postMessage(task);
      const answered = once(worker, 'message', { signal }) as Promise<[FromThread]>;
      // `once` rejects with the thread's error, such as ERR_WORKER_OUT_OF_MEMORY.
      const [message] = await Promise.race([answered, once(worker, 'exit', { signal }).then(() => [null])]);
      if (message === null) throw tooMuch();
      if ('error' in message) throw new Error(`The thread failed: ${message.error}`);
      return message.answer;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ERR_WORKER_OUT_OF_MEMORY') throw tooMuch();
      throw error;
    } finally {
      clearTimeout(timer);
      ended.abort();
    }
  }

  private start(): Worker {
    const execArgv = this.settings.threadArguments;
    const worker = new Worker(entry, {
      resourceLimits,
      env: {},
      ...(execArgv && { execArgv: [...execArgv] }),
    });
    worker.unref();
    const forget = (): void => {
      if (this.worker === worker) this.worker = null;
    };
    worker.on('error', forget); // The task that runs reports it.
    worker.on('exit', forget);
    return worker;
  }
}

function tooMuch(): ApiProblem {
  return new ApiProblem('cannot-act-on-it', because('too-many-servers'));
}
