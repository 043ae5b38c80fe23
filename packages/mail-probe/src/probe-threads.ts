import { availableParallelism } from 'node:os';
import type { ConversationOutcome } from './conversation.js';
import { lostConversation, type Loss } from './lost-conversation.js';
import { ProbeThreadHost, type Assignment } from './probe-thread-host.js';
import type { ConversationRunner } from './run-conversation.js';

/** What a thread was given up for. */
export type ThreadLoss = Loss['why'];

export type ProbeThreadsOptions = {
  /** How many threads; one per processor by default, four at most. */
  readonly threads?: number;
  /** A thread that does not answer for so long is stuck; 2 s by default, in milliseconds. */
  readonly stuckAfterMs?: number;
  /** Node's options for the threads; this process's own by default. */
  readonly execArgv?: readonly string[];
  /** What the threads run: a module that calls `serveProbeThread`. */
  readonly entry?: URL;
  /** Hears of each thread that had to be given up; the next conversation starts another in its place. */
  readonly onThreadLost?: (why: ThreadLoss) => void;
};

export type ProbeThreads = {
  /** For `ProbeOptions.run`. */
  readonly run: ConversationRunner;
  /** Ends the threads at once; what still runs is rejected. */
  close(): Promise<void>;
};

const mostThreads = 4;
/** A conversation that was in a thread that died is begun again so often, unless it was to blame. */
const mostRuns = 3;

/**
 * Runs conversations in a small pool of threads, so that a parser that spins over hostile bytes stops neither the
 * others for long nor this process. A thread that is stuck or runs out of memory is ended: the conversation it was at
 * work for ends as `deadline-exceeded` or `limit-exceeded`, the others are begun again elsewhere.
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
      if (ended.isGuilty || ended.hasSentPassword || attempt >= mostRuns) {
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
