import { availableParallelism } from 'node:os';
import { AccountTurns } from '../account-turns.js';
import type {
  ConversationOutcome,
  ConversationRequest,
  RunOptions,
  StepEvent,
} from '../conversation/conversation.js';
import { CostlyAccounts } from './costly-accounts.js';
import { lostConversation, type Loss } from './lost-conversation.js';
import { ProbeThreadHost, type Ended } from './probe-thread-host.js';

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
  /**
   * The CPU time in milliseconds that a thread may take besides to load its modules and trust roots, and the time until it
   * has started. Default: 10 s.
   */
  readonly loadMs?: number;
  /** The options of Node for the threads; by default those of this process. */
  readonly execArgv?: readonly string[];
  /** The module that the threads run; it must call `serveProbeThread`. */
  readonly entry?: URL;
  /** Called for each thread that was terminated. The next conversation starts another thread. */
  readonly onThreadLost?: (why: ThreadLoss) => void;
  /** Called when the conversations of an account took more CPU time than they may; at most every 10 s for each thread. */
  readonly onCostly?: (accountId: string) => void;
};

export type PoolRunOptions = RunOptions & {
  /** Whose conversation it is. The CPU time of each account is bounded; default: no account's. */
  readonly accountId?: string;
  /** Runs the conversation when its server has room; by default at once. */
  readonly inTurn?: <T>(talk: () => Promise<T>) => Promise<T>;
};

export type ProbeThreads = {
  /** Runs a conversation in a thread of the pool; pass it as `ProbeOptions.run`. */
  run(request: ConversationRequest, options: PoolRunOptions): Promise<ConversationOutcome>;
  /** Terminates the threads at once; conversations that still run are rejected. */
  close(): Promise<void>;
};

const mostThreads = 4;
/**
 * The maximum number of times that a conversation is started, if its thread is terminated because of another
 * conversation.
 */
const mostRuns = 3;
/** Costly conversations of one account at once. All of them share a thread, in which each may take 200 ms at a time. */
const mostCostly = 2;

/**
 * Creates a small pool of threads that run conversations, the next one when those before it are busy, so that an endless
 * parser of hostile bytes does not block this process, and other conversations only for a short time. A thread that is
 * stuck or out of memory is terminated: the conversation whose bytes it parsed last fails with `limit-exceeded`, and the
 * others start again in another thread. An account whose conversations take much CPU time has a minute in a thread of its
 * kind, two conversations at once; those that run meanwhile start again there.
 */
export function createProbeThreads(options: ProbeThreadsOptions = {}): ProbeThreads {
  const count = options.threads ?? Math.min(availableParallelism(), mostThreads);
  const stuckAfterMs = options.stuckAfterMs ?? 1_000;
  const loadMs = options.loadMs ?? 10_000;
  const { execArgv, entry, onThreadLost } = options;
  const costly = new CostlyAccounts();
  const costlyTurns = new AccountTurns(mostCostly);
  const onCostly = (accountId: string): void => {
    costly.add(accountId);
    options.onCostly?.(accountId);
  };
  const create = (isForCostly: boolean) =>
    new ProbeThreadHost({ stuckAfterMs, loadMs, execArgv, entry, onThreadLost, isForCostly, onCostly });
  const hosts = Array.from({ length: count }, () => create(false));
  const costlyHost = create(true);
  // Every thread that works has compiled code and a heap of its own: two that share a load spend a tenth more processor
  // time than one (Node 24). A thread takes up to a second of a busy processor to load; until then the others take the
  // conversations that are for it.
  const chooseHost = (): ProbeThreadHost => {
    const ready = hosts.filter((host) => host.isAnswering);
    const choice = ready.length > 0 ? ready : hosts;
    const withRoom = choice.find((host) => host.hasRoom);
    if (withRoom !== undefined) return withRoom;
    hosts.find((host) => !ready.includes(host))?.start();
    return choice.reduce((least, other) => (other.load < least.load ? other : least));
  };
  const isCostly = (accountId: string | null): accountId is string =>
    accountId !== null && costly.has(accountId);
  let nextId = 1;

  const runOnce = async (request: ConversationRequest, runOptions: PoolRunOptions): Promise<Ended> => {
    const { accountId = null, inTurn = (talk) => talk(), ...plain } = runOptions;
    const id = nextId;
    // Ids are limited to 32 bits, because they are stored in an Int32Array.
    nextId = (nextId % 0x7fff_fff0) + 1;
    const assignment = { id, request, accountId, options: plain };
    if (isCostly(accountId)) {
      const talk = () => inTurn(() => costlyHost.run(assignment));
      return await costlyTurns.run(accountId, talk, plain.signal);
    }
    // The account may have become costly while the conversation waited for its turn.
    return await inTurn(async () => (isCostly(accountId) ? { kind: 'moved' } : chooseHost().run(assignment)));
  };

  return {
    async run(request, runOptions) {
      const onStep = reportOnce(runOptions.onStep);
      let lost = 0;
      for (;;) {
        runOptions.signal?.throwIfAborted();
        const ended = await runOnce(request, { ...runOptions, onStep: onStep() });
        if (ended.kind === 'outcome') return ended.outcome;
        if (ended.kind === 'moved') continue;
        lost += 1;
        if (ended.isCause || ended.hasSentSecret || lost >= mostRuns) return lostConversation(request, ended);
      }
    },
    close: async () => {
      await Promise.all([...hosts, costlyHost].map((host) => host.close()));
    },
  };
}

/** Returns a listener for each start of a conversation; together they report each step once. */
function reportOnce(onStep: (event: StepEvent) => void): () => (event: StepEvent) => void {
  let reported = 0;
  return () => {
    let index = 0;
    return (event) => {
      index += 1;
      if (index <= reported) return;
      reported = index;
      onStep(event);
    };
  };
}
