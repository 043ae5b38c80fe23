/** What wants a turn: whose it is, and the servers it will talk to, as `host:port`. */
export type TurnRequest = { readonly accountId: string; readonly servers: readonly string[] };

/** The worker stops; whoever waited for a turn is brought back by the sweeper, so it is nothing to report. */
export class TurnRefused extends Error {
  override readonly name = 'TurnRefused';
}

type Waiting = TurnRequest & { grant(): void; refuse(reason: Error): void };

/** How many may run at once in all, and how many on one server. */
export type TurnLimits = { readonly inAll: number; readonly onServer: number };

/**
 * Gives out turns so that nobody is kept waiting by somebody else's queue: accounts come one after the other, each
 * with its oldest request whose servers have room. Nobody is refused, so nobody learns that others wait.
 */
export class FairTurns {
  private readonly waiting = new Map<string, Waiting[]>();
  private readonly busy = new Map<string, number>();
  private running = 0;

  constructor(private readonly limits: TurnLimits) {}

  /** Runs `work` when its turn has come; rejects without running it after `stop`. */
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
      for (const server of request.servers) this.count(server, -1);
      this.giveOut();
    }
  }

  /** Refuses all who wait; what runs goes on. */
  stop(): void {
    const all = [...this.waiting.values()].flat();
    this.waiting.clear();
    for (const one of all) one.refuse(new TurnRefused('The worker is stopping'));
  }

  private giveOut(): void {
    let wasGiven = true;
    while (wasGiven && this.running < this.limits.inAll) {
      wasGiven = false;
      // A copy, because who got a turn goes to the end of the line that is being walked.
      const line = Array.from(this.waiting);
      for (const [accountId, queue] of line) {
        if (this.running >= this.limits.inAll) return;
        const place = queue.findIndex(({ servers }) => this.hasRoom(servers));
        if (place < 0) continue;
        const [next] = queue.splice(place, 1);
        // To the end of the line; a Map keeps the order in which its keys were set.
        this.waiting.delete(accountId);
        if (queue.length > 0) this.waiting.set(accountId, queue);
        this.running += 1;
        for (const server of next!.servers) this.count(server, 1);
        next!.grant();
        wasGiven = true;
      }
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
