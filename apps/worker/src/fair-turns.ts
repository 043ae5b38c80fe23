/** A request for a turn: the account, and the servers that the verification will connect to, as `host:port`. */
export type TurnRequest = { readonly accountId: string; readonly servers: readonly string[] };

/**
 * Thrown for a request that waited for a turn when the worker stopped. It is not reported as an error, because the
 * sweeper enqueues the verification again.
 */
export class TurnRefused extends Error {
  override readonly name = 'TurnRefused';
}

type Waiting = TurnRequest & { grant(): void; refuse(reason: Error): void };

/** How many turns may run at once: in all, for one account, and on one server. */
export type TurnLimits = { readonly inAll: number; readonly ofAccount: number; readonly onServer: number };

/**
 * The state of an account: how many turns it has, until when (`performance.now`) it gets no further turn, and
 * whether it is on probation, which means at most two turns at once until a turn ends without waste.
 */
type Account = { running: number; restsUntil: number; isOnProbation: boolean };
const turnsOnProbation = 2;

/** The longest time in milliseconds for which an account gets no turn, however many of its turns were wasted. */
const longestRestMs = 5000;

/**
 * Gives turns to accounts alternately, each to the account's oldest request whose servers have a free place, so
 * that no account waits for another account's queue. No account has all turns at once. No request is refused, so an
 * account cannot notice the requests of others.
 */
export class FairTurns {
  private readonly waiting = new Map<string, Waiting[]>();
  private readonly accounts = new Map<string, Account>();
  private readonly busy = new Map<string, number>();
  private running = 0;
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly limits: TurnLimits) {}

  /** Runs `work` when the request gets a turn. After `stop`, rejects without running `work`. */
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

  /**
   * Records that a turn of the account was wasted: delays its next turn by this many milliseconds more. Running
   * turns continue.
   */
  rest(accountId: string, milliseconds: number): void {
    const account = this.account(accountId);
    const now = performance.now();
    account.isOnProbation = true;
    account.restsUntil = Math.min(Math.max(account.restsUntil, now) + milliseconds, now + longestRestMs);
  }

  /** Ends the probation of an account, because a turn of it ended without waste. */
  trust(accountId: string): void {
    this.account(accountId).isOnProbation = false;
  }

  /** Rejects all requests that wait for a turn; running work continues. */
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
      // The loop runs over a copy, because an account that gets a turn is moved to the end of the map.
      const line = Array.from(this.waiting);
      for (const [accountId, queue] of line) {
        if (this.running >= this.limits.inAll) return;
        if (!this.mayRun(accountId)) continue;
        const place = queue.findIndex(({ servers }) => this.hasRoom(servers));
        if (place < 0) continue;
        const [next] = queue.splice(place, 1);
        // A Map keeps the order in which its keys were added, so adding the account again moves it to the end.
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
