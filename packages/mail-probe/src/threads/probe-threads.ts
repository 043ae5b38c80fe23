import { availableParallelism } from 'node:os';
import type { ConversationOutcome, ConversationRunner } from '../conversation/conversation.js';
import { lostConversation, type Loss } from './lost-conversation.js';
import { ProbeThreadHost, type Assignment } from './probe-thread-host.js';

/** The reason why a thread was terminated. */
export type ThreadLoss = Loss['why'];

export type ProbeThreadsOptions = {
  /** How many threads; one per processor by default, four at most. */
  readonly threads?: number;
  /** A thread that does not answer for this long is terminated, in milliseconds; 2 s by default. */
  readonly stuckAfterMs?: number;
  /** Node's options for the threads; this process's own by default. */
  readonly execArgv?: readonly string[];
  /** The module that the threads run, which calls `serveProbeThread`. */
  readonly entry?: URL;
  /** Called for each thread that was terminated; the next conversation starts another in its place. */
  readonly onThreadLost?: (why: ThreadLoss) => void;
};

export type ProbeThreads = {
  /** For `ProbeOptions.run`. */
  readonly run: ConversationRunner;
  /** Terminates the threads at once; conversations that still run are rejected. */
  close(): Promise<void>;
};

const mostThreads = 4;
/** How often a conversation is started at most, if its thread was terminated because of another conversation. */
const mostRuns = 3;

/**
 * Runs conversations in a small pool of threads, so that an endless parser over hostile bytes blocks neither this process
 * nor, for long, other conversations. A thread that is stuck or out of memory is terminated: the conversation whose bytes it
 * parsed last fails with `deadline-exceeded` or `limit-exceeded`, the others start again in another thread.
 */
export function createProbeThreads(options: ProbeThreadsOptions = {}): ProbeThreads {
  const count = options.threads ?? Math.min(availableParallelism(), mostThreads);
  const stuckAfterMs = options.stuckAfterMs ?? 2_000;
  const { execArgv, entry, onThreadLost } = options;
  const hosts = Array.from(
    { length: count },
    () => new ProbeThreadHost({ stuckAfterMs, execArgv, entry, onThreadLost }),
  );
  let nextId = 1;

  const run: ConversationRunner = async (request, runOptions) => {
    for (let attempt = 1; ; attempt += 1) {
      runOptions.signal?.throwIfAborted();
      const host = hosts.reduce((least, other) => (other.load < least.load ? other : least));
      const assignment: Assignment = { id: nextId, request, options: runOptions };
      // Ids live in an Int32Array.
      nextId = (nextId % 0x7fff_fff0) + 1;
      const ended = await host.run(assignment);
      if (ended.kind === 'outcome') return ended.outcome;
      if (ended.isCause || ended.hasSentPassword || attempt >= mostRuns) {
        return lostConversation(request, ended) satisfies ConversationOutcome;
      }
    }
  };
  return {
    run,
    close: async () => {
      await Promise.all(hosts.map((host) => host.close()));
    },
  };
}
