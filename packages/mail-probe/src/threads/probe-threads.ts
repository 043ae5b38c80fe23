import { availableParallelism } from 'node:os';
import type { ConversationOutcome, ConversationRunner } from '../conversation/conversation.js';
import { lostConversation, type Loss } from './lost-conversation.js';
import { ProbeThreadHost, type Assignment } from './probe-thread-host.js';

/** The reason why a thread was terminated. */
export type ThreadLoss = Loss['why'];

export type ProbeThreadsOptions = {
  /** The number of threads; by default one per processor, four at most. */
  readonly threads?: number;
  /**
   * The CPU time in milliseconds after which a thread that does not answer is terminated; twice as long where the system
   * does not tell the CPU time of a thread. Default: 1 s.
   */
  readonly stuckAfterMs?: number;
  /** The options of Node for the threads; by default those of this process. */
  readonly execArgv?: readonly string[];
  /** The module that the threads run; it must call `serveProbeThread`. */
  readonly entry?: URL;
  /** Called for each thread that was terminated. The next conversation starts another thread. */
  readonly onThreadLost?: (why: ThreadLoss) => void;
};

export type ProbeThreads = {
  /** Runs a conversation in a thread of the pool; pass it as `ProbeOptions.run`. */
  readonly run: ConversationRunner;
  /** Terminates the threads at once; conversations that still run are rejected. */
  close(): Promise<void>;
};

const mostThreads = 4;
/**
 * The maximum number of times that a conversation is started, if its thread is terminated because of another
 * conversation.
 */
const mostRuns = 3;

/**
 * Creates a small pool of threads that run conversations, the next one when those before it are busy, so that an endless parser of hostile bytes does not block
 * this process, and other conversations only for a short time. A thread that is stuck or out of memory is
 * terminated: the conversation whose bytes it parsed last fails with `limit-exceeded`, and the others start again in
 * another thread.
 */
export function createProbeThreads(options: ProbeThreadsOptions = {}): ProbeThreads {
  const count = options.threads ?? Math.min(availableParallelism(), mostThreads);
  const stuckAfterMs = options.stuckAfterMs ?? 1_000;
  const { execArgv, entry, onThreadLost } = options;
  const hosts = Array.from(
    { length: count },
    () => new ProbeThreadHost({ stuckAfterMs, execArgv, entry, onThreadLost }),
  );
  let nextId = 1;
  // Every thread that works has compiled code and a heap of its own: two that share a load spend a tenth more processor
  // time than one (Node 24).
  const chooseHost = (): ProbeThreadHost =>
    hosts.find((host) => host.hasRoom) ??
    hosts.reduce((least, other) => (other.load < least.load ? other : least));

  const run: ConversationRunner = async (request, runOptions) => {
    for (let attempt = 1; ; attempt += 1) {
      runOptions.signal?.throwIfAborted();
      const host = chooseHost();
      const assignment: Assignment = { id: nextId, request, options: runOptions };
      // Ids are limited to 32 bits, because they are stored in an Int32Array.
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
