/** A request for a turn: the account, and the servers that the verification will connect to, as `host:port`. */
export type TurnRequest = { readonly accountId: string; readonly servers: readonly string[] };

/** The worker stops before a turn was given; the sweeper enqueues the verification again, so it is no error to report. */
export class TurnRefused extends Error {
  override readonly name = 'TurnRefused';
}

type Waiting = TurnRequest & { grant(): void; refuse(reason: Error): void };

/** How many may run at once in all, for one account, and on one server. */
export type TurnLimits = { readonly inAll: number; readonly ofAccount: number; readonly onServer: number };

/**
 * How many turns an account has, until when (`performance.now`) it gets no further one, and whether it is on probation:
 * two turns at once until one of them ends without waste.
 */
type Account = { running: number; restsUntil: number; isOnProbation: boolean };
const turnsOnProbation = 2;

/** The longest time that an account gets no turn, however many of its servers wasted one. */
const longestRestMs = 5000;

/**
 * Gives turns to accounts one after the other, each to the account's oldest request whose servers have room, so that no
 * account waits for another account's queue; none holds all turns at once. No request is refused, so no account learns
 * that others wait.
 */
export class FairTurns {
  private readonly waiting = new Map<string, Waiting[]>();
  private readonly accounts = new Map<string, Account>();
  private readonly busy = new Map<string, number>();
  private running = 0;
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly limits: TurnLimits) {}

  /** Runs `work` when the request gets a turn; rejects without running it after `stop`. */
  async take<T>(request: TurnRequest, work: () => Promise<T>): Promise<T> {
    await new Promise<void>((grant, refuse) => {
      const queue = this.waiting.get(request.accountId) ?? [];
      queue.push({ ...request, grant, refuse });
      this.waiting.set(request.accountId, queue);
      this.giveOut();
    });
    try {
      return await work();
    } finally {
      this.running -= 1;
      this.account(request.accountId).running -= 1;
      for (const server of request.servers) this.count(server, -1);
      this.giveOut();
    }
  }

  /** A turn was wasted: puts off the account's next one by so many milliseconds more; what is under way goes on. */
  rest(accountId: string, milliseconds: number): void {
    const account = this.account(accountId);
    const now = performance.now();
    account.isOnProbation = true;
    account.restsUntil = Math.min(Math.max(account.restsUntil, now) + milliseconds, now + longestRestMs);
  }

  /** Ends an account's probation: a turn ended without waste. */
  trust(accountId: string): void {
    this.account(accountId).isOnProbation = false;
  }

  /** Rejects all waiting requests; running ones continue. */
  stop(): void {
    const all = [...this.waiting.values()].flat();
    this.waiting.clear();
    clearTimeout(this.timer);
    for (const one of all) one.refuse(new TurnRefused('The worker is stopping'));
  }

  private giveOut(): void {
    this.forgetIdle();
    let wasGiven = true;
    while (wasGiven && this.running < this.limits.inAll) {
      wasGiven = false;
      // A copy, because an account that got a turn moves to the end of the map during the loop.
      const line = Array.from(this.waiting);
      for (const [accountId, queue] of line) {
        if (this.running >= this.limits.inAll) return;
        if (!this.mayRun(accountId)) continue;
        const place = queue.findIndex(({ servers }) => this.hasRoom(servers));
        if (place < 0) continue;
        const [next] = queue.splice(place, 1);
        // A Map keeps the order in which its keys were set, so this moves the account to the end.
        this.waiting.delete(accountId);
        if (queue.length > 0) this.waiting.set(accountId, queue);
        this.running += 1;
        this.account(accountId).running += 1;
        for (const server of next!.servers) this.count(server, 1);
        next!.grant();
        wasGiven = true;
      }
    }
  }

  private mayRun(accountId: string): boolean {
    const { running, restsUntil, isOnProbation } = this.account(accountId);
    const most = isOnProbation ? turnsOnProbation : this.limits.ofAccount;
    const restMs = restsUntil - performance.now();
    if (restMs > 0) this.lookAgainIn(restMs);
    return restMs <= 0 && running < most;
  }

  private lookAgainIn(milliseconds: number): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.giveOut();
    }, milliseconds);
  }

  private account(id: string): Account {
    const known = this.accounts.get(id) ?? { running: 0, restsUntil: 0, isOnProbation: false };
    this.accounts.set(id, known);
    return known;
  }

  private forgetIdle(): void {
    const now = performance.now();
    for (const [id, { running, restsUntil }] of this.accounts) {
      if (running === 0 && restsUntil <= now && !this.waiting.has(id)) this.accounts.delete(id);
    }
  }

  private hasRoom(servers: readonly string[]): boolean {
    return servers.every((server) => (this.busy.get(server) ?? 0) < this.limits.onServer);
  }

  private count(server: string, change: number): void {
    const now = (this.busy.get(server) ?? 0) + change;
    if (now === 0) this.busy.delete(server);
    else this.busy.set(server, now);
  }
}
